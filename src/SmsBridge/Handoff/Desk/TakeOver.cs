using Npgsql;
using SmsBridge.Threads.Turns;

namespace SmsBridge.Handoff.Desk;

/// <summary>
/// People take a thread from the agent without its asking, as one more step of the thread's turns: the turn is taken from whoever computes it,
/// whose reply is withheld, and the texts that wait go to the desk.
/// </summary>
internal sealed class TakeOver(NpgsqlDataSource database, HandoffWriter writer, TurnSteps steps, ILogger<TakeOver> log)
{
    private const string WrittenSql = "select exists (select 1 from handoffs where id = @handoff and thread_id = @thread)";

    /// <param name="threadId">Of a thread that the agent has.</param>
    /// <returns>The handoff; null when the agent does not have the thread any more.</returns>
    public async Task<Guid?> Begin(Guid threadId, HandoffCause cause, CancellationToken cancellationToken)
    {
        NewHandoff? handoff = null;
        var taken = await steps.Take(
            threadId,
            async (thread, result) =>
            {
                handoff = await writer.Write(thread, thread.Conversation!, cause, [], cancellationToken);
                return result with { Handoff = handoff, Event = handoff.Requested };
            },
            cancellationToken
        );
        if (!taken || !await IsWritten(threadId, handoff!.Id, cancellationToken))
        {
            return null;
        }

        log.TakenOver(threadId, handoff.Id);
        return handoff.Id;
    }

    /// <summary>A conversation that ended meanwhile hands nothing over.</summary>
    private async Task<bool> IsWritten(Guid threadId, Guid handoffId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(WrittenSql);
        command.Parameters.AddWithValue("handoff", handoffId);
        command.Parameters.AddWithValue("thread", threadId);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
