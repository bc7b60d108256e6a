using SmsBridge.Messages;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>
/// Steps of a thread's turns that somebody else takes than its worker: people, or an agent that speaks by itself. The turn is taken from whoever computes
/// it, whose reply is withheld, and the worker goes on with the texts that wait.
/// </summary>
internal sealed class TurnSteps(WorkTable table, WaitingTextsReader reader, TurnStore store, IWorkSignal<TurnWorker> turns)
{
    /// <param name="step">Makes the step's result of the thread, which the agent has in an open conversation; null: there is nothing to do in it.</param>
    /// <returns>False: the agent does not have the thread, the step was none, or somebody else has taken the turn since. Nothing has changed.</returns>
    public async Task<bool> Take(
        Guid threadId,
        Func<ThreadContext, TurnResult, Task<TurnResult?>> step,
        CancellationToken cancellationToken
    )
    {
        var lease = await table.Take(WorkKind.Turn, threadId, cancellationToken);
        try
        {
            var pending = await reader.Read(lease, cancellationToken);
            return pending?.Thread is { State: ThreadState.Agent, Conversation: not null } thread
                && await step(thread, new TurnResult(HeldTurn.Of(lease, pending.Asks, countsThis: false))) is { } result
                && (await store.Write(result, cancellationToken)).IsHeld;
        }
        finally
        {
            turns.Start(lease);
        }
    }
}
