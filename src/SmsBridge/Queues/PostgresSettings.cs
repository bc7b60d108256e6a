namespace SmsBridge.Queues;

internal sealed class PostgresSettings : IQueueSettings
{
    /// <summary>After so many deliveries without <c>ack</c> an event is set aside into failures; 0: never.</summary>
    public int MaxDeliveries { get; set; } = 100;

    public IEnumerable<string> Mistakes(string key, IReadOnlyCollection<string> siblings) =>
        MaxDeliveries >= 0 ? [] : [$"{key}:MaxDeliveries is {MaxDeliveries}. Set it to 1 or more, or to 0 for no limit."];
}
