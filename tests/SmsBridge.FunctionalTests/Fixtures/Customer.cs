using System.Text.Json;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>A person with a handset who texts one number.</summary>
internal sealed class Customer(BridgeUnderTest bridge, string address, string number)
{
    private const string Echo = "You said: ";

    public string Address => address;

    public Guid ThreadId { get; } = SmsBridge.Numbers.ThreadId.Of(number, address);

    /// <summary>Every text that Twilio took for this customer so far.</summary>
    public IReadOnlyList<string> Received => [.. bridge.Twilio.Sent.Of(address).Select(m => m.Body)];

    /// <summary>What the agent was asked, in order.</summary>
    public IReadOnlyList<string> Asked => [.. bridge.Chat.Turns.Of(address).Select(t => t.Message)];

    /// <summary>Text by text: those that wait at the same time are asked together, each on a line of its own.</summary>
    public IReadOnlyList<string> AskedTexts => [.. Asked.SelectMany(a => a.Split('\n'))];

    /// <summary>The texts that came back from an agent that echoes, in order.</summary>
    public IReadOnlyList<string> Echoed =>
        [.. Received.Where(r => r.StartsWith(Echo, StringComparison.Ordinal)).SelectMany(r => r[Echo.Length..].Split('\n'))];

    public IReadOnlyList<ChatConversation> Conversations => bridge.Chat.Creates.Of(address);

    public Task<InboundDelivery> Sends(string text, InboundOptions? options = null) => bridge.Twilio.Text(address, number, text, options);

    /// <summary>Sends a text and expects the webhook to take it.</summary>
    public async Task Texts(string text)
    {
        var delivery = await Sends(text);
        delivery.Status.ShouldBe(200, delivery.Error ?? delivery.Body);
    }

    /// <summary>The next text that arrives at the handset.</summary>
    public async Task<string> Receives(TimeSpan? within = null) =>
        (await bridge.Twilio.NextTo(address, within ?? Eventually.Patience)).Body;

    /// <summary>Waits until nothing is left to do for the thread, timers aside, so that what has not happened by now does not happen.</summary>
    public Task Settles(TimeSpan? within = null) =>
        Eventually.Holds(
            async () =>
                await bridge.Database.Count("work where thread_id = $1 and kind not in ('idle', 'handoff', 'scheduled')", ThreadId) == 0,
            $"nothing left to do for {address}",
            within
        );

    /// <summary>The thread as the API shows it.</summary>
    public Task<JsonElement> Thread() => Thread(bridge.Ops);

    /// <summary>All of them, in order, however many pages the API makes of them.</summary>
    public async Task<IReadOnlyList<JsonElement>> Messages()
    {
        var page = await Thread();
        var all = Messages(page).ToList();
        while (page.TryGetProperty("next", out var next))
        {
            page = (await bridge.Ops.Get($"/api/v1/threads/{ThreadId}?limit=500&cursor={next}")).Json;
            all.InsertRange(0, Messages(page));
        }

        return all;
    }

    /// <summary>Waits until the API shows this status for the last message with this direction.</summary>
    public Task Shows(string direction, string status) => Shows(bridge.Ops, direction, status);

    /// <param name="ops">At the instance that is asked.</param>
    public Task Shows(Operator ops, string direction, string status) =>
        Eventually.Holds(
            async () =>
                Messages(await Thread(ops)).LastOrDefault(m => m.GetProperty("direction").GetString() == direction)
                    is { ValueKind: JsonValueKind.Object } last
                && last.GetProperty("status").GetString() == status,
            $"the last {direction} message of {address} is {status}"
        );

    private async Task<JsonElement> Thread(Operator ops)
    {
        var answer = await ops.Get($"/api/v1/threads/{ThreadId}");
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json;
    }

    private static IReadOnlyList<JsonElement> Messages(JsonElement thread) => [.. thread.GetProperty("messages").EnumerateArray()];
}
