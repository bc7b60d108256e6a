using System.Text.Json;
using SmsBridge.Numbers;
using SmsBridge.Threads;

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
        var attributes = IntegrationAttributes.For(Number(own), Thread, new WaitingText(Guid.Empty, "hi", "SM1", facts, null));
        using var json = JsonDocument.Parse(expected);
        JsonElement
            .DeepEquals(JsonSerializer.SerializeToElement(attributes), json.RootElement)
            .ShouldBeTrue(JsonSerializer.Serialize(attributes));
    }

    [Fact]
    public void The_numbers_own_attributes_stay_as_they_are()
    {
        var number = Number("""{"channel":"own"}""");
        IntegrationAttributes.For(number, Thread, new WaitingText(Guid.Empty, "hi", "SM1", null, null));
        number.Attributes.Count.ShouldBe(1);
        number.Attributes["channel"].GetString().ShouldBe("own");
    }

    private static ThreadContext Thread => new(Id, "+14155550199", "+14155550101", "sms", "idle", null);

    private static NumberDocument Number(string attributes) =>
        new()
        {
            Number = "+14155550199",
            TwilioAccount = "main",
            Agent = "support",
            Attributes = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(attributes)!,
        };
}
