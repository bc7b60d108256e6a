using Npgsql;
using SmsBridge.Handoff;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>What was done about threads after a restore.</summary>
/// <param name="Texts">Of customers, now in <c>failures</c>.</param>
/// <param name="Handoffs">Ended.</param>
internal sealed record RestoredWork(int Texts, int Handoffs);

/// <summary>
/// What a restored backup still wants to do in threads. It has no way of knowing what was done after it was made: nobody is asked, warned or kept
/// waiting because of it, and people decide about the rest.
/// </summary>
internal sealed class RestoredThreads(OperatorsDataSource database, ThreadCloser closer)
{
    // What an instance has in hand right now is not of the backup.
    private const string TextsSql = """
        with set_aside as (
            update messages m set status = 'failed', pending = false
             where m.pending and m.direction = 'in' and m.at <= @at
               and not exists (select 1 from work w
                                where w.thread_id = m.thread_id and w.kind = 'turn' and w.lease is not null and w.due_at > now())
            returning m.id, m.thread_id
        )
        insert into failures (id, thread_id, kind, subject_id, category, reason, attempts)
        select uuid_v7(), thread_id, 'turn', id, @category, @reason, 0 from set_aside
        """;

    private const string WorkSql = """
        delete from work w
         where w.kind = 'turn' and (w.lease is null or w.due_at <= now())
           and not exists (select 1 from messages m where m.thread_id = w.thread_id and m.pending and m.direction = 'in')
        """;

    // As if warned: a silence that only the backup knows of is no reason to text anybody.
    private const string SilencesSql = """
        update conversations c set warned_at = now(), warned_for = t.last_text_at
          from threads t
         where t.id = c.thread_id and t.conversation_id = c.id and c.closed_at is null and c.opened_at <= @at
           and c.warned_for is distinct from t.last_text_at
        """;

    private const string HandoffsSql =
        "select distinct thread_id from handoffs where state in ('waiting', 'accepted') and requested_at <= @at";

    private const string Reason = "restored: it waited when the backup was made, and may have been answered since";

    public async Task<RestoredWork> Settle(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var texts = await Do(connection, TextsSql, at, cancellationToken);
        await Do(connection, WorkSql, at, cancellationToken);
        await Do(connection, SilencesSql, at, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var ended = 0;
        foreach (var thread in await WithPeople(at, cancellationToken))
        {
            ended += await closer.Close(new ThreadEnd(thread, "restored"), cancellationToken) ? 1 : 0;
        }

        return new RestoredWork(texts, ended);
    }

    private static async Task<int> Do(NpgsqlConnection connection, string sql, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("at", at);
        command.Parameters.AddWithValue("category", nameof(FailureCategory.UnknownOutcome));
        command.Parameters.AddWithValue("reason", Reason);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<Guid>> WithPeople(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(HandoffsSql);
        command.Parameters.AddWithValue("at", at);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var threads = new List<Guid>();
        while (await row.ReadAsync(cancellationToken))
        {
            threads.Add(row.GetGuid(0));
        }

        return threads;
    }
}
