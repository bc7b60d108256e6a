using Npgsql;
using SmsBridge.Storage;

namespace SmsBridge.Work;

/// <summary>The statements that open and close every transaction of a worker, for many leases of one kind at once.</summary>
internal sealed class HeldWork(string kind)
{
    /// <summary>Whoever writes several threads locks their work rows first, in the order of thread ids; after that the leases cannot change.</summary>
    internal const string HoldSql = """
        select w.thread_id from unnest(@threads, @leases) as h (thread_id, lease)
          join work w on w.thread_id = h.thread_id and w.kind = @kind and w.lease = h.lease
         order by w.thread_id for update of w
        """;

    internal const string FinishSql = """
        delete from work w using unnest(@threads, @leases, @versions) as f (thread_id, lease, version)
         where w.thread_id = f.thread_id and w.kind = @kind and w.lease = f.lease and w.version = f.version
        """;

    /// <summary>Whatever is still there goes on with a fresh count of attempts.</summary>
    internal const string ContinueSql = """
        update work w set attempts = 0, asks = f.asks, category = null, reason = null, due_at = now() + @duration
          from unnest(@threads, @leases, @asks) as f (thread_id, lease, asks)
         where w.thread_id = f.thread_id and w.kind = @kind and w.lease = f.lease
        returning w.thread_id, w.version
        """;

    private readonly HashSet<Guid> held = [];
    private readonly Dictionary<Guid, long> versions = [];

    /// <summary>First in the transaction.</summary>
    public Effect? Hold(IReadOnlyCollection<Lease> leases) => Effect.Of(HoldSql, leases, Bind, row => held.Add(row.GetGuid(0)));

    /// <summary>Ends the work of these leases, unless some was added since they last looked.</summary>
    public Effect? Finish(IReadOnlyCollection<Lease> leases) =>
        Effect.Of(
            FinishSql,
            leases,
            (p, items) =>
            {
                Bind(p, items);
                p.AddWithValue("versions", items.Select(l => l.Version).ToArray());
            }
        );

    /// <summary>Last in the transaction: keeps what <see cref="Finish"/> has not ended.</summary>
    public Effect? Continue(IReadOnlyCollection<Lease> leases, Func<Lease, int> asksAfter) =>
        Effect.Of(
            ContinueSql,
            leases,
            (p, items) =>
            {
                Bind(p, items);
                p.AddWithValue("asks", items.Select(asksAfter).ToArray());
                p.AddWithValue("duration", Lease.Duration);
            },
            row => versions.Add(row.GetGuid(0), row.GetInt64(1))
        );

    /// <param name="last">Whether the holder knew of no more work: only then has it seen all up to the new version.</param>
    /// <param name="asksAfter">See <see cref="Lease.Asks"/>.</param>
    public WorkWritten Written(Lease lease, bool last, int asksAfter) =>
        new(
            held.Contains(lease.ThreadId),
            versions.TryGetValue(lease.ThreadId, out var version)
                ? lease with
                {
                    Version = last ? version : lease.Version,
                    Attempts = 0,
                    Asks = asksAfter,
                    Known = null,
                }
                : null
        );

    private void Bind(NpgsqlParameterCollection p, IReadOnlyCollection<Lease> leases)
    {
        p.AddWithValue("threads", leases.Select(l => l.ThreadId).ToArray());
        p.AddWithValue("leases", leases.Select(l => l.Token).ToArray());
        p.AddWithValue("kind", kind);
    }
}

/// <summary>What became of a lease in a write.</summary>
/// <param name="Held">False: somebody else has the thread by now, and nothing was written.</param>
/// <param name="Next">The lease for what remains to be done; null when all is done.</param>
internal readonly record struct WorkWritten(bool Held, Lease? Next);
