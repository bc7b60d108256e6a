using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Admin;

/// <summary>One statement for all that waits. Each part reads an index of what is open, never what is done.</summary>
internal sealed class BacklogQuery(QueueTargets queues)
{
    /// <summary>What is counted beyond this shows as this: who is so far behind needs no exact number.</summary>
    private const int Most = 10_000;

    private const string Sql = """
        select 'texts.waiting', case direction when 'in' then 'in' else 'out' end, '', count(*),
               coalesce(extract(epoch from now() - min(at)), 0)::float8
          from messages where pending group by direction
        union all
        select 'work.due', w.kind, '', count(*), coalesce(extract(epoch from now() - min(w.due_at)), 0)::float8
          from work w where w.kind = any(@kinds) and w.due_at <= now() group by w.kind
        union all
        select 'work.held', w.kind, w.category, count(*), 0
          from work w where w.kind = any(@busy_kinds) and w.category is not null group by w.kind, w.category
        union all
        select 'failures.open', f.kind, f.category, count(*), 0 from failures f where f.replayed_at is null group by f.kind, f.category
        union all
        select 'handoffs.open', h.queue, h.state, count(*), coalesce(extract(epoch from now() - min(h.requested_at)), 0)::float8
          from handoffs h where h.state in ('waiting', 'accepted') group by h.queue, h.state
        union all
        select 'queue.unpublished', q.name, '', least(d.waiting, @most), coalesce(extract(epoch from now() - d.since), 0)::float8
          from unnest(@queues) as q (name)
         cross join lateral (
            select (select count(*) from (select 1 from handoff_deliveries p where p.queue = q.name and p.state = 'pending' limit @most) few) as waiting,
                   (select p.created_at from handoff_deliveries p where p.queue = q.name and p.state = 'pending' order by p.seq limit 1) as since) d
        union all
        select 'queue.untaken', q.name, '', m.waiting, coalesce(extract(epoch from now() - m.since), 0)::float8
          from unnest(@pulled) as q (name)
         cross join lateral (
            select (select count(*) from (select 1 from queue_messages p where p.queue = q.name limit @most) few) as waiting,
                   (select p.created_at from queue_messages p where p.queue = q.name order by p.seq limit 1) as since) m
        union all
        select 'queue.stopped', q.name, '', (select count(*) from queue_stops s where s.queue = q.name), 0 from unnest(@queues) as q (name)
        """;

    private static readonly string[] Busy = WorkKinds.Words(k => k.IsBusy);

    private static readonly string[] Kinds = WorkKinds.Words(_ => true);

    public async Task<List<Waiting>> Read(OperatorsDataSource database, CancellationToken cancellationToken)
    {
        var pulled = queues.Names.Where(n => queues.Find(n)?.Queue is PostgresQueue).ToArray();
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("kinds", Kinds);
        command.Parameters.AddWithValue("busy_kinds", Busy);
        command.Parameters.AddWithValue("queues", queues.Names.ToArray());
        command.Parameters.AddWithValue("pulled", pulled);
        command.Parameters.AddWithValue("most", (long)Most);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        List<Waiting> waiting =
        [
            // Zero where the statement finds nothing, so that the series are there from the start.
            new("texts.waiting", "in", "", 0, 0),
            new("texts.waiting", "out", "", 0, 0),
            .. Kinds.Select(k => new Waiting("work.due", k, "", 0, 0)),
        ];
        while (await row.ReadAsync(cancellationToken))
        {
            waiting.Add(new Waiting(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetDouble(4)));
        }

        return waiting;
    }
}
