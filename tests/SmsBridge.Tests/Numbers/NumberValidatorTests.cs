using System.Text.Json;
using Microsoft.Extensions.Options;
using SmsBridge.ChatApi;
using SmsBridge.Handoff;
using SmsBridge.Numbers;
using SmsBridge.Twilio;

namespace SmsBridge.Tests.Numbers;

public sealed class NumberValidatorTests
{
    private static readonly NumberDocument Good = new()
    {
        Number = "+14155550199",
        TwilioAccount = "main",
        Agent = "support",
    };

    private static readonly NumberDocument Whole = Good with
    {
        MessagingServiceSid = "MG1",
        FirstReply = "greeting-and-answer",
        Coalesce = TimeSpan.FromSeconds(2),
        Handoff = new() { Queue = "desk", PickupDeadline = TimeSpan.FromSeconds(1) },
        Attributes = Attributes("brand"),
    };

    [Fact]
    public void A_document_in_order_has_no_errors()
    {
        Errors(Good).ShouldBeEmpty();
        Errors(Whole).ShouldBeEmpty();
    }

    [Fact]
    public void Each_error_names_its_member_and_says_what_to_write()
    {
        Error(Good with { Number = "415-555-0199" }, "number")
            .ShouldBe("'415-555-0199' is no address to text: write +14155550199, a short code, whatsapp:+… or rcs:….");
        Error(Good with { TwilioAccount = "other" }, "twilioAccount")
            .ShouldBe("There is no account 'other'. Configured under Twilio:Accounts: backup, main.");
        Error(Good with { Agent = "sales" }, "agent").ShouldBe("There is no agent 'sales'. Configured under Agents: support.");
        Error(Good with { Handoff = new() { Queue = "vip" } }, "handoff.queue")
            .ShouldBe("There is no queue 'vip'. Configured under Queues: desk.");
        Error(Good with { FirstReply = "silence" }, "firstReply").ShouldBe("'silence' is not known; use answer or greeting-and-answer.");
        Error(Good with { MessagingServiceSid = "SM1" }, "messagingServiceSid").ShouldBe("A Messaging Service's sid begins with MG.");
        Error(Good with { Coalesce = TimeSpan.FromSeconds(-1) }, "coalesce").ShouldBe("A duration cannot be negative.");
        foreach (var seconds in (int[])[0, -1])
        {
            var time = TimeSpan.FromSeconds(seconds);
            Error(Good with { IdleTimeout = time }, "idleTimeout").ShouldBe("Give a duration above zero, for example 24:00:00.");
            Error(Good with { Handoff = new() { PickupDeadline = time } }, "handoff.pickupDeadline")
                .ShouldBe("Give a duration above zero, for example 00:15:00.");
        }
    }

    [Theory]
    [InlineData("channel")]
    [InlineData("customer_number")]
    [InlineData("bridge_number")]
    [InlineData("thread_id")]
    [InlineData("first_message_sid")]
    public void A_name_that_the_bridge_fills_itself_is_taken(string name) =>
        Error(Good with { Attributes = Attributes("brand", name) }, "attributes")
            .ShouldBe($"'{name}' is a name that the bridge fills itself; choose another.");

    [Fact]
    public void All_errors_are_told_at_once() =>
        Errors(
            new NumberDocument
            {
                Number = "x",
                TwilioAccount = "x",
                Agent = "x",
                FirstReply = "x",
                IdleTimeout = TimeSpan.Zero,
            }
        )
            .Keys.Order(StringComparer.Ordinal)
            .ShouldBe(["agent", "firstReply", "idleTimeout", "number", "twilioAccount"]);

    private static string Error(NumberDocument document, string member)
    {
        var (key, errors) = Errors(document).ShouldHaveSingleItem();
        key.ShouldBe(member);
        return errors.ShouldHaveSingleItem();
    }

    private static Dictionary<string, string[]> Errors(NumberDocument document) =>
        new NumberValidator(
            Options.Create(new AgentsOptions { ["support"] = new() }),
            Options.Create(new TwilioOptions { Accounts = { ["main"] = new(), ["backup"] = new() } }),
            Options.Create(new QueuesOptions { ["desk"] = new() { Type = "postgres" } })
        ).Check(document);

    private static Dictionary<string, JsonElement> Attributes(params string[] names) =>
        names.ToDictionary(n => n, _ => JsonSerializer.SerializeToElement("x"), StringComparer.Ordinal);
}
