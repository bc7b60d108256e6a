using Npgsql;
using NpgsqlTypes;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>Puts texts to customers in line, inside the transaction of whoever wants them sent.</summary>
internal sealed class OutboundQueue(IWorkSignal<SendWorker> sender, TimeProvider time)
{
    // Where nobody sends for the thread, the statement takes the lease and records the first attempt, so that sending starts right after it.
    internal const string Sql = """
        with mine as materialized (
            select r.*, row_number() over (partition by r.thread_id order by r.position) = 1 as first
              from unnest(@threads, @leases, @ids, @authors, @texts) with ordinality as r (thread_id, lease, id, author, text, position)
              join work w on w.thread_id = r.thread_id and w.kind = @holder and w.lease = r.lease
        ),
        signalled as (
            insert into work (thread_id, kind, due_at, lease, version)
            select thread_id, 'send', now() + @duration, @send_lease, 1 from mine group by thread_id order by thread_id
            on conflict (thread_id, kind) do update set version = work.version + 1
            returning thread_id, version, (xmax = 0 and lease is not null) as leased
        ),
        queued as (
            insert into messages (id, thread_id, direction, author, text, status, pending, attempted_at)
            select m.id, m.thread_id, 'out', m.author, m.text, case when s.leased and m.first then 'sending' else 'queued' end, true,
                   case when s.leased and m.first then now() end
              from mine m join signalled s using (thread_id) order by m.position
        )
        select s.thread_id, s.version, t.number, t.customer from signalled s join threads t on t.id = s.thread_id where s.leased
        """;

    /// <param name="replies">What to send, by the lease that guards it.</param>
    /// <param name="holder">The kind of those leases.</param>
    public PendingSends Queue(IReadOnlyList<(Lease Lease, IReadOnlyList<Reply> Replies)> replies, string holder)
    {
        var token = sender.HasRoom ? Guid.CreateVersion7() : (Guid?)null;
        var since = time.GetTimestamp();
        var leases = new List<Lease>();
        var rows = replies.SelectMany(r => r.Replies, (r, reply) => (r.Lease, Reply: reply)).ToList();
        var effect = Effect.Of(
            Sql,
            rows,
            (p, items) =>
            {
                p.AddLeases(items.Select(r => r.Lease).ToList());
                p.AddWithValue("ids", items.Select(r => r.Reply.Id).ToArray());
                p.AddWithValue("authors", items.Select(r => r.Reply.Author).ToArray());
                p.AddWithValue("texts", items.Select(r => r.Reply.Text).ToArray());
                p.AddWithValue("holder", holder);
                p.AddNullable("send_lease", NpgsqlDbType.Uuid, token);
                p.AddWithValue("duration", token is null ? TimeSpan.Zero : Lease.Duration);
            },
            row => leases.Add(Leased(row, token!.Value, since, rows))
        );
        return new PendingSends(effect, leases, sender);
    }

    private static Lease Leased(NpgsqlDataReader row, Guid token, long since, List<(Lease Lease, Reply Reply)> rows)
    {
        var thread = row.GetGuid(0);
        var texts = rows.Where(r => r.Lease.ThreadId == thread)
            .Select((r, i) => new OutboundText(r.Reply.Id, r.Reply.Text, i == 0 ? OutboundStatus.Sending : OutboundStatus.Queued));
        return new Lease(thread, WorkKind.Send, token, row.GetInt64(1), Attempts: 0, Asks: 0)
        {
            Since = since,
            Known = new PendingReplies(row.GetString(2), row.GetString(3), texts.ToList(), FirstAttempt: true),
        };
    }
}

/// <summary>The statement that queues texts, and the leases that it took.</summary>
internal sealed record PendingSends(Effect? Effect, List<Lease> Leases, IWorkSignal<SendWorker> Sender)
{
    /// <summary>Sends what is leased to this process and lets everybody look for the rest; call it after the commit.</summary>
    public void Start()
    {
        Leases.ForEach(Sender.Start);
        if (Effect is not null && Leases.Count == 0)
        {
            Sender.Wake();
        }
    }
}
