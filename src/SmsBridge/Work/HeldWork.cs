using Npgsql;
using SmsBridge.Storage;

namespace SmsBridge.Work;

/// <summary>The statements that open and close every transaction of a worker, for many leases at once.</summary>
internal sealed class HeldWork
{
    /// <summary>Whoever writes several threads locks their work rows first, in the order of thread ids; after that the leases cannot change.</summary>
    internal const string HoldSql = """
        select w.thread_id, w.lease from unnest(@threads, @leases) as h (thread_id, lease)
          join work w on w.thread_id = h.thread_id and w.lease = h.lease
         order by w.thread_id for update of w
        """;

    /// <summary>Work that its holder knows no more of ends, unless some was added since; whatever is still there goes on as if it had never been tried.</summary>
    internal const string SettleSql = """
        with settled as materialized (
            select * from unnest(@threads, @leases, @lasts, @versions) as s (thread_id, lease, last, version)
        ),
        ended as (
            delete from work w using settled s
             where w.thread_id = s.thread_id and w.lease = s.lease and s.last and w.version = s.version
            returning w.thread_id
        )
        update work w set attempts = 0, asks = 0, category = null, reason = null, due_at = now() + @duration
          from settled s
         where w.thread_id = s.thread_id and w.lease = s.lease and w.thread_id not in (select thread_id from ended)
        returning w.thread_id, w.lease, w.version
        """;

    // By lease: somebody from whom a thread was taken may write together with who has it now.
    private readonly HashSet<(Guid Thread, Guid Token)> held = [];
    private readonly Dictionary<(Guid Thread, Guid Token), long> versions = [];

    /// <summary>First in the transaction.</summary>
    public Effect? Hold(IReadOnlyCollection<Lease> leases) =>
        Effect.Of(HoldSql, leases, (p, items) => p.AddLeases(items), row => held.Add(Key(row)));

    /// <summary>Last in the transaction.</summary>
    /// <param name="results">Of leases of one kind.</param>
    /// <param name="last">Whether the holder knows of no more work.</param>
    public Effect? Settle<T>(IReadOnlyCollection<T> results, Func<T, Lease> lease, Func<T, bool> last) =>
        Effect.Of(
            SettleSql,
            results,
            (p, items) =>
            {
                p.AddLeases(items.Select(lease).ToList());
                p.AddWithValue("lasts", items.Select(last).ToArray());
                p.AddWithValue("versions", items.Select(i => lease(i).Version).ToArray());
                p.AddWithValue("duration", lease(items.First()).Term.Lasts);
            },
            row => versions.Add(Key(row), row.GetInt64(2))
        );

    /// <param name="last">Whether the holder knew of no more work: only then has it seen all up to the new version.</param>
    public WorkWritten Written(Lease lease, bool last) =>
        new(
            held.Contains((lease.ThreadId, lease.Token)),
            versions.TryGetValue((lease.ThreadId, lease.Token), out var version)
                ? lease with
                {
                    Version = last ? version : lease.Version,
                    Attempts = 0,
                }
                : null
        );

    private static (Guid Thread, Guid Token) Key(NpgsqlDataReader row) => (row.GetGuid(0), row.GetGuid(1));
}

/// <summary>What became of a lease in a write.</summary>
/// <param name="Held">False: somebody else has the thread by now, and nothing was written.</param>
/// <param name="Next">The lease for what remains to be done; null when all is done.</param>
internal readonly record struct WorkWritten(bool Held, Lease? Next);
