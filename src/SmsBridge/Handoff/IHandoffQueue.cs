using SmsBridge.Work;

namespace SmsBridge.Handoff;

/// <summary>One kind of queue for handoff events.</summary>
internal interface IHandoffQueue
{
    /// <summary>The word in <c>Queues:{name}:Type</c>.</summary>
    string Type { get; }

    /// <summary>
    /// Gives the event to the queue and returns null once the queue has it for certain. May be called again with the same event; events of a
    /// thread come in order.
    /// </summary>
    /// <param name="queue">The queue's name in the settings.</param>
    Task<Failure?> Publish(string queue, HandoffEvent handoffEvent, CancellationToken cancellationToken);
}
