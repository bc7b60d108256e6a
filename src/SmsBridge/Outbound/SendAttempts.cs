using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>Records that an attempt to send begins, and what it leaves behind when it has to wait.</summary>
internal sealed class SendAttempts(NpgsqlDataSource database, WorkTable table)
{
    private const string BeginSql = """
        update messages m set status = 'sending', attempted_at = now()
          from work w
         where m.id = @id and m.pending and m.status in ('queued', 'sending', 'unknown')
           and m.thread_id = w.thread_id and w.thread_id = @thread and w.lease = @lease
        """;

    private const string LeaveSql = """
        update messages m set status = @status
          from work w
         where m.id = @id and m.pending and m.status in ('queued', 'sending', 'unknown')
           and m.thread_id = w.thread_id and w.thread_id = @thread and w.lease = @lease
        """;

    /// <exception cref="InvalidOperationException">Somebody else has the thread by now.</exception>
    public async Task Begin(Lease lease, Guid messageId, CancellationToken cancellationToken)
    {
        await using var command = Command(BeginSql, lease, messageId);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            throw new InvalidOperationException("The lease on the thread was lost before the attempt began.");
        }
    }

    /// <returns>False when the failure's category says that waiting does not help.</returns>
    public async Task<bool> TryPostpone(Lease lease, OutboundText text, Failure failure)
    {
        var decision = Retry.Decide(failure, lease.Attempts, Random.Shared.NextDouble());
        if (decision.After is not { } after)
        {
            return false;
        }

        // An attempt that was surely not carried out leaves the text as it was.
        await using (var command = Command(LeaveSql, lease, text.Id))
        {
            var unknown = failure.Category == FailureCategory.UnknownOutcome;
            command.Parameters.AddWithValue("status", unknown ? OutboundStatus.Unknown : OutboundStatus.Queued);
            await command.ExecuteNonQueryAsync();
        }

        // Two commits. After a crash in between, the lease runs out and the text is as this one left it.
        var attempts = decision.CountsAsAttempt ? lease.Attempts + 1 : lease.Attempts;
        await table.Postpone(lease, after, attempts, asks: 0, failure, CancellationToken.None);
        return true;
    }

    private NpgsqlCommand Command(string sql, Lease lease, Guid messageId)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("id", messageId);
        command.Parameters.AddWithValue("thread", lease.ThreadId);
        command.Parameters.AddWithValue("lease", lease.Token);
        return command;
    }
}
