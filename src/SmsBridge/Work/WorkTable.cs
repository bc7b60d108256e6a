using Npgsql;
using NpgsqlTypes;
using SmsBridge.Storage;

namespace SmsBridge.Work;

/// <summary>The statements on the table <c>work</c> that do not depend on the kind of work. All times are the database's.</summary>
internal sealed class WorkTable(NpgsqlDataSource database, Leases draw)
{
    private const string ClaimSql = """
        update work w
           set lease = @lease, due_at = now() + @duration
          from (select thread_id from work
                 where kind = @kind and due_at <= now()
                 order by due_at limit @limit
                   for update skip locked) due
         where w.kind = @kind and w.thread_id = due.thread_id
        returning w.thread_id, w.version, w.attempts
        """;

    /// <summary>A row that is locked is being settled at this moment, which lengthens its lease or ends it: there is nothing to wait for.</summary>
    private const string RenewSql = """
        with mine as materialized (
            select w.thread_id, w.lease from unnest(@threads, @leases) as held (thread_id, lease)
              join work w on w.thread_id = held.thread_id and w.lease = held.lease
             order by w.thread_id for update of w skip locked
        )
        update work w set due_at = now() + @duration from mine
         where w.thread_id = mine.thread_id and w.lease = mine.lease
        returning w.thread_id, w.lease
        """;

    private const string TakeSql = $"""
        insert into work (thread_id, kind, due_at, lease, version) values (@thread, @kind, now() + @duration, @lease, 1) {AddWork.AndRevoke}
        returning version
        """;

    private const string PostponeSql = """
        update work set lease = null, due_at = now() + @after, attempts = @attempts, category = @category, reason = @reason
         where thread_id = @thread and lease = @lease
        """;

    private const string PostponeUnlessRaisedSql = """
        update work
           set lease = case when version = @version then null else lease end, category = @category, reason = @reason,
               attempts = 0, due_at = now() + case when version = @version then @after else @duration end
         where thread_id = @thread and lease = @lease
        returning version
        """;

    private const string HandBackSql = """
        update work set lease = null, due_at = now() + @after, attempts = attempts + 1, category = @category, reason = @reason
         where thread_id = @thread and lease = @lease
        """;

    /// <summary>Takes up to <paramref name="limit"/> due pieces of work; those whose holder died count as due once their lease ran out.</summary>
    public async Task<List<Lease>> Claim(string kind, int limit, CancellationToken cancellationToken)
    {
        var drawn = draw.Draw(kind);
        await using var command = database.CreateCommand(ClaimSql);
        command.Parameters.AddWithValue("lease", drawn.Token);
        command.Parameters.AddWithValue("duration", drawn.Lasts);
        command.Parameters.AddWithValue("kind", kind);
        command.Parameters.AddWithValue("limit", limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var leases = new List<Lease>();
        while (await reader.ReadAsync(cancellationToken))
        {
            leases.Add(drawn.On(reader.GetGuid(0), reader.GetInt64(1), reader.GetInt32(2)));
        }

        return leases;
    }

    /// <summary>Takes the work of a thread from whoever has it, or begins some. Start the worker with the lease when done: more may wait.</summary>
    public async Task<Lease> Take(string kind, Guid threadId, CancellationToken cancellationToken)
    {
        var drawn = draw.Draw(kind);
        await using var command = database.CreateCommand(TakeSql);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue("kind", kind);
        command.Parameters.AddWithValue("lease", drawn.Token);
        command.Parameters.AddWithValue("duration", drawn.Lasts);
        return drawn.On(threadId, (long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    /// <summary>Lengthens the leases that are still held, and returns those. They are of one kind.</summary>
    public async Task<HashSet<(Guid ThreadId, Guid Token)>> Renew(IReadOnlyCollection<Lease> leases, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(RenewSql);
        command.Parameters.AddWithValue("duration", leases.First().Term.Lasts);
        command.Parameters.AddLeases(leases);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var renewed = new HashSet<(Guid, Guid)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            renewed.Add((reader.GetGuid(0), reader.GetGuid(1)));
        }

        return renewed;
    }

    /// <summary>Gives the work back until later.</summary>
    /// <param name="attempts">Failed attempts so far.</param>
    /// <param name="also">What else the same transaction writes, before the lease goes.</param>
    public Task Postpone(Lease lease, TimeSpan after, int attempts, Failure? why, Effect? also = null) =>
        Effect.Run(
            database,
            [
                also,
                Effect.Of(
                    PostponeSql,
                    [lease],
                    (p, _) =>
                    {
                        p.AddWithValue("thread", lease.ThreadId);
                        p.AddWithValue("lease", lease.Token);
                        p.AddWithValue("after", after);
                        p.AddWithValue("attempts", attempts);
                        p.AddNullable("category", NpgsqlDbType.Text, why?.Category.ToString());
                        p.AddNullable("reason", NpgsqlDbType.Text, why?.Reason);
                    }
                ),
            ]
        );

    /// <summary>
    /// Gives the work back until later, unless some was added meanwhile, which need not wait: then the lease is kept and comes back with the
    /// new version.
    /// </summary>
    public async Task<Lease?> PostponeOrContinue(
        Lease lease,
        TimeSpan after,
        string? category,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var command = Held(PostponeUnlessRaisedSql, lease);
        command.Parameters.AddWithValue("version", lease.Version);
        command.Parameters.AddWithValue("after", after);
        command.Parameters.AddWithValue("duration", lease.Term.Lasts);
        command.Parameters.AddNullable("category", NpgsqlDbType.Text, category);
        command.Parameters.AddNullable("reason", NpgsqlDbType.Text, reason);
        return await command.ExecuteScalarAsync(CancellationToken.None) is long version && version != lease.Version
            ? lease with
            {
                Version = version,
            }
            : null;
    }

    /// <summary>Gives the work back after a fault of ours, or at stop.</summary>
    public async Task HandBack(Lease lease, TimeSpan after, Failure why, CancellationToken cancellationToken)
    {
        await using var command = Held(HandBackSql, lease);
        command.Parameters.AddWithValue("after", after);
        command.Parameters.AddWithValue("category", why.Category.ToString());
        command.Parameters.AddWithValue("reason", why.Reason);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends the work, unless some was added meanwhile: then the lease is kept and comes back with the new version.</summary>
    public async Task<Lease?> FinishOrContinue(Lease lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var work = new HeldWork();
        await Effect.Run(database, [work.Settle([lease], l => l, _ => true)]);
        return work.Written(lease, last: true).Next;
    }

    private NpgsqlCommand Held(string sql, Lease lease)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("thread", lease.ThreadId);
        command.Parameters.AddWithValue("lease", lease.Token);
        return command;
    }
}
