using System.Text.Json;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Threads.Turns;

namespace SmsBridge.Tests.Threads;

public sealed class IntegrationAttributesTests
{
    private static readonly Guid Id = Guid.Parse("28686cce-f676-8e62-b236-2234f16d8910");

    private const string Reserved = """
        "channel":"sms","customer_number":"+14155550101","bridge_number":"+14155550199",
        "thread_id":"28686cce-f676-8e62-b236-2234f16d8910","first_message_sid":"SM1"
        """;

    [Theory]
    [InlineData("{}", null, "{" + Reserved + "}")]
    [InlineData("""{"brand":"acme","tier":{"level":2}}""", null, """{"brand":"acme","tier":{"level":2},""" + Reserved + "}")]
    [InlineData("{}", """{"from_city":"OAKLAND"}""", """{"from_city":"OAKLAND",""" + Reserved + "}")]
    [InlineData("""{"from_city":"own"}""", """{"from_city":"OAKLAND"}""", """{"from_city":"OAKLAND",""" + Reserved + "}")]
    [InlineData("""{"channel":"own","thread_id":null,"first_message_sid":1}""", null, "{" + Reserved + "}")]
    [InlineData("{}", """{"customer_number":"forged","bridge_number":"forged"}""", "{" + Reserved + "}")]
    public void Reserved_names_win_over_what_was_told_and_that_over_the_numbers_own(string own, string? facts, string expected)
    {
        var attributes = IntegrationAttributes.For(Number(own), Thread, Text(facts), Nothing);
        Same(attributes, expected);
    }

    [Fact]
    public void What_is_left_from_people_is_told_and_wins_over_what_the_sender_told()
    {
        var thread = Thread with { NextAttributes = """{"last_handoff_id":"h","channel":"forged"}""" };
        var first = new WaitingText(Guid.Empty, "hi", "SM1", """{"last_handoff_id":"forged"}""", null);
        var attributes = IntegrationAttributes.For(Number("{}"), thread, first, Nothing);
        attributes["last_handoff_id"].GetString().ShouldBe("h");
        attributes["channel"].GetString().ShouldBe("sms");
    }

    [Fact]
    public void The_numbers_own_attributes_stay_as_they_are()
    {
        var number = Number("""{"channel":"own"}""");
        IntegrationAttributes.For(number, Thread, Text(), Nothing);
        number.Attributes.Count.ShouldBe(1);
        number.Attributes["channel"].GetString().ShouldBe("own");
    }

    [Theory]
    [InlineData("""{"tier":"gold"}""", """{"brand":"acme","tier":"gold",""")]
    [InlineData("""{"brand":"other","n":1,"b":true,"o":{"x":[1]}}""", """{"brand":"other","n":1,"b":true,"o":{"x":[1]},""")]
    [InlineData("""{"channel":"x","customer_number":"x","last_handoff_id":"x","last_outbound_text":"x"}""", """{"brand":"acme",""")]
    public void What_a_lookup_found_wins_over_the_numbers_own_and_never_over_a_reserved_name(string found, string expected) =>
        Same(IntegrationAttributes.For(Number("""{"brand":"acme"}"""), Thread, Text(), Members(found)), expected + Reserved + "}");

    [Fact]
    public void What_the_channel_told_about_the_sender_wins_over_what_a_lookup_found() =>
        Same(
            IntegrationAttributes.For(
                Number("{}"),
                Thread,
                Text("""{"from_city":"OAKLAND"}"""),
                Members("""{"from_city":"x","from_zip":"94601"}""")
            ),
            """{"from_city":"OAKLAND","from_zip":"94601",""" + Reserved + "}"
        );

    [Fact]
    public void A_lookups_strings_are_no_templates() =>
        Same(
            IntegrationAttributes.For(Number("{}"), Thread, Text(), Members("""{"note":"{{first_text}}"}""")),
            """{"note":"{{first_text}}",""" + Reserved + "}"
        );

    [Fact]
    public void Every_field_that_a_template_may_name_has_a_value_where_it_is_known()
    {
        var number = Number(JsonSerializer.Serialize(AttributeTemplates.Fields.ToDictionary(f => $"my_{f}", f => $"{{{{{f}}}}}"))) with
        {
            Label = "US support",
            Language = "en-US",
        };
        const string facts = """{"from_city":"OAKLAND","from_state":"CA","from_zip":"94601","from_country":"US","profile_name":"Ann"}""";

        var attributes = IntegrationAttributes.For(number, Thread, Text(facts), Nothing);

        attributes
            .Where(a => a.Key.StartsWith("my_", StringComparison.Ordinal))
            .ToDictionary(a => a.Key[3..], a => a.Value.GetString()!)
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["customer_number"] = "+14155550101",
                    ["bridge_number"] = "+14155550199",
                    ["number_label"] = "US support",
                    ["channel"] = "sms",
                    ["language"] = "en-US",
                    ["thread_id"] = "28686cce-f676-8e62-b236-2234f16d8910",
                    ["first_message_sid"] = "SM1",
                    ["first_text"] = "hi",
                    ["received_at"] = "2026-11-21T07:39:49Z",
                    ["from_city"] = "OAKLAND",
                    ["from_state"] = "CA",
                    ["from_zip"] = "94601",
                    ["from_country"] = "US",
                    ["profile_name"] = "Ann",
                },
                ignoreOrder: true
            );
    }

    [Fact]
    public void A_text_without_words_and_a_number_without_label_or_language_leave_their_fields_without_a_value() =>
        Same(
            IntegrationAttributes.For(
                Number("""{"t":"{{first_text}}","n":"{{number_label}}","l":"{{language}}"}"""),
                Thread,
                Text() with
                {
                    Text = "",
                },
                Nothing
            ),
            "{" + Reserved + "}"
        );

    private static readonly Dictionary<string, JsonElement> Nothing = [];

    private static WaitingText Text(string? facts = null) =>
        new(Guid.CreateVersion7(new DateTimeOffset(2026, 11, 21, 7, 39, 49, 848, TimeSpan.Zero)), "hi", "SM1", facts, null);

    private static Dictionary<string, JsonElement> Members(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static void Same(Dictionary<string, JsonElement> attributes, string expected)
    {
        using var json = JsonDocument.Parse(expected);
        JsonElement
            .DeepEquals(JsonSerializer.SerializeToElement(attributes), json.RootElement)
            .ShouldBeTrue(JsonSerializer.Serialize(attributes));
    }

    private static ThreadContext Thread => new(Id, "+14155550199", "+14155550101", "sms", "idle", null);

    private static NumberDocument Number(string attributes) =>
        new()
        {
            Number = "+14155550199",
            TwilioAccount = "main",
            Agent = "support",
            Attributes = Members(attributes),
        };
}
