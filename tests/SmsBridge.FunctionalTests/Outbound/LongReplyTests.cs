using System.Text.Json;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Outbound;

/// <summary>Replies that are longer than anybody reads, and what counts for how many texts they become.</summary>
public sealed class LongReplyTests(SharedBridge shared) : BridgeTests(shared)
{
    private static readonly string Long = string.Join(' ', Enumerable.Repeat("Seven words make up this one sentence.", 12_000));

    /// <summary>1,199 letters.</summary>
    private static readonly string Cyrillic = string.Join(' ', Enumerable.Repeat("слово", 200))[..1199];

    private protected override BridgeSetup Setup =>
        new() { Script = new AgentScript("Hello.", []).On("^long$", Long).On("^cyrillic$", Cyrillic).Otherwise("You said: {text}") };

    [Fact]
    public async Task A_reply_that_is_too_long_is_cut_and_a_failure_says_so_whose_replay_sends_nothing()
    {
        var customer = Bridge.Customer();

        await customer.Texts("long");
        await customer.Receives();
        await customer.Settles();

        var messages = await customer.Messages();
        messages[0].GetProperty("status").GetString().ShouldBe("answered");
        var parts = messages
            .Where(m => m.GetProperty("direction").GetString() == "out")
            .Select(m => m.GetProperty("text").GetString()!)
            .ToList();
        parts.Count.ShouldBe(11);
        parts.Sum(p => p.Length).ShouldBeInRange(15_500, 16_000);
        parts[^1].ShouldEndWith("sentence. ...");
        var failure = (await Failures(customer)).ShouldHaveSingleItem();
        failure.GetProperty("kind").GetString().ShouldBe("turn");
        failure.GetProperty("category").GetString().ShouldBe("Withheld");
        failure.GetProperty("subjectId").GetGuid().ShouldBe(messages[0].GetProperty("id").GetGuid());
        failure
            .GetProperty("reason")
            .GetString()
            .ShouldBe($"the agent's reply had {Long.Length} characters; only the first 16000 were sent");

        var replayed = await Ops.Post($"/api/v1/failures/{failure.GetProperty("id").GetGuid()}/replay");
        replayed.Status.ShouldBe(202, replayed.Body);
        await customer.Settles();

        customer.Asked.ShouldBe(["long"]);
        (await customer.Messages()).Count.ShouldBe(messages.Count);
        (await Failures(customer)).ShouldBeEmpty();
        await customer.Texts("still there");
        await customer.Shows("in", "answered");
    }

    [Theory]
    [InlineData("whatsapp")]
    [InlineData("rcs")]
    public async Task Where_texts_have_no_segments_only_their_length_counts(string channel)
    {
        Bridge.Twilio.ConnectNumber($"{channel}:{BridgeSetup.Number}", TwilioAccount.Default.Sid, Bridge.Instances[0].Webhook);
        var customer = new Customer(Bridge, $"{channel}:+447700900199", $"{channel}:{BridgeSetup.Number}");
        var sms = Bridge.Customer();

        await customer.Texts("cyrillic");
        (await customer.Receives()).ShouldBe(Cyrillic);
        await customer.Settles();
        await sms.Texts("cyrillic");
        await sms.Settles();

        customer.Received.Count.ShouldBe(1);
        sms.Received.Count.ShouldBe(2);
        string.Join(' ', sms.Received).ShouldBe(Cyrillic);
    }

    private async Task<List<JsonElement>> Failures(Customer customer) =>
        (await Ops.Get("/api/v1/failures"))
            .Json.GetProperty("items")
            .EnumerateArray()
            .Where(f => f.GetProperty("threadId").GetGuid() == customer.ThreadId)
            .ToList();
}
