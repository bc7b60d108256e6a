using System.Text.Json;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>An event as a consumer got it.</summary>
/// <param name="Json">The CloudEvent, as it came.</param>
internal sealed record Arrival(string Json)
{
    private readonly JsonElement json = JsonDocument.Parse(Json).RootElement;

    public Guid Id => json.GetProperty("id").GetGuid();

    public string Type => json.GetProperty("type").GetString()!;

    public Guid ThreadId => json.GetProperty("subject").GetGuid();

    /// <summary>The customer's text; null in other events than <c>message</c>.</summary>
    public string? Text => json.GetProperty("data").TryGetProperty("text", out var text) ? text.GetString() : null;
}

/// <summary>A queue of some kind with a consumer at its end, for the compliance suite.</summary>
internal abstract class QueueUnderTest : IAsyncDisposable
{
    /// <summary>In the settings. Brokers outlive tests, so each test has one of its own.</summary>
    public string Name { get; } = $"it-{Guid.CreateVersion7():n}";

    /// <summary>Below <c>Queues:{name}:</c>.</summary>
    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Called once the bridge runs.</summary>
    public virtual void Connect(BridgeOnLines bridge) { }

    /// <summary>The next event, waited for and acknowledged.</summary>
    public abstract Task<Arrival> Take();

    /// <summary>The next event, waited for; then the consumer dies before it acknowledges it.</summary>
    public abstract Task<Arrival> TakeAndDie();

    /// <summary>The broker, receiver or server is gone when this returns.</summary>
    public abstract Task GoAway();

    public abstract Task ComeBack();

    /// <summary>From now on events of type <c>message</c> are not taken, each time they come.</summary>
    public abstract Task RefuseMessages();

    public abstract Task TakeMessagesAgain();

    public abstract ValueTask DisposeAsync();
}
