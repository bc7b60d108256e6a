using Npgsql;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Customers who are not answered for a while.</summary>
internal static class ThreadBlocks
{
    public const string Sql = """
        update threads t set blocked_until = b.until
          from unnest(@threads, @leases, @untils) as b (thread_id, lease, until)
          join work w on w.thread_id = b.thread_id and w.lease = b.lease
         where t.id = b.thread_id
        """;

    public static void Bind(NpgsqlParameterCollection p, IReadOnlyCollection<TurnResult> items)
    {
        p.AddLeases(items.Select(r => r.Lease).ToList());
        p.AddWithValue("untils", items.Select(r => r.BlockedUntil!.Value.ToUniversalTime()).ToArray());
    }
}
