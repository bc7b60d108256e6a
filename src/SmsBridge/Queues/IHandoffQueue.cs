using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>One configured queue for handoff events.</summary>
internal interface IHandoffQueue
{
    /// <summary>How long one call of <see cref="Publish"/> may take; after that its outcome is unknown, and it is called again later.</summary>
    TimeSpan Timeout { get; }

    /// <summary>
    /// Gives the event to the queue and returns null once the queue has it for certain. May be called again with the same event. Events of a
    /// thread come one after the other, in order; those of different threads side by side.
    /// </summary>
    /// <returns>What went wrong, without secrets; what follows from it is decided by its category alone.</returns>
    Task<Failure?> Publish(HandoffEvent handoffEvent, CancellationToken cancellationToken);

    /// <summary>
    /// Makes what receivers wait at, where the queue has such a thing, before there is any event: called every few seconds. Returns at once where it is
    /// there already.
    /// </summary>
    Task Prepare(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>For <c>doctor</c>: whether the queue can be reached and would let the bridge in. Gives it no event and makes nothing.</summary>
    /// <returns>What it says names the setting at fault, and no secret.</returns>
    Task<Finding> Examine(CancellationToken cancellationToken);
}
