using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Reads a thread and the texts that wait for their turn.</summary>
internal sealed class WaitingTextsReader(NpgsqlDataSource database, TimeProvider time)
{
    // Not "= 'in'": while tables are new that would let Postgres take the index on everything that ever came in for the one on what is pending.
    private static readonly string Sql = $"""
        select w.asks, t.number, t.customer, t.channel, t.state, t.conversation_id, c.chat_conversation_id, c.agent, c.settings,
               t.next_attributes, t.blocked_until, d.segments, recent.texts,
               m.id, m.text, m.provider_sid, m.facts, m.media, m.kind, m.details, m.at, now() - m.at, m.attempted_at is not null, m.traceparent
          from threads t
          join work w on w.thread_id = t.id and w.lease = @lease
          left join conversations c on c.id = t.conversation_id
          left join thread_segments d on d.thread_id = t.id and d.day = (now() at time zone 'utc')::date
          cross join lateral (select {RecentTexts.Sql("t.id")} as texts) recent
          left join messages m on m.thread_id = t.id and m.pending and m.direction <> 'out'
         where t.id = @thread
         order by m.seq limit 100
        """;

    /// <summary>From the number to the recent texts.</summary>
    private const int ThreadColumns = 12;

    /// <summary>No texts: nothing is left to do. Null: there is no such thread any more, or somebody else has its turn, who knows better what it is.</summary>
    public async Task<WaitingTexts?> Read(Lease lease, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", lease.ThreadId);
        command.Parameters.AddWithValue("lease", lease.Token);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        ThreadContext? thread = null;
        var asks = 0;
        var texts = new List<WaitingText>();
        while (await reader.ReadAsync(cancellationToken))
        {
            // Each row has the thread once more.
            var row = new Columns(reader);
            asks = row.Next<int>();
            if (thread is null)
            {
                thread = Thread(lease.ThreadId, row);
            }
            else
            {
                row.Skip(ThreadColumns);
            }

            if (!row.IsNextNull)
            {
                texts.Add(Text(row));
            }
        }

        return thread is null ? null : new WaitingTexts(thread, texts) { Asks = asks };
    }

    private static ThreadContext Thread(Guid id, Columns row) =>
        new(id, row.Next<string>(), row.Next<string>(), row.Next<string>(), row.Next<string>(), Conversations.Read(row))
        {
            NextAttributes = row.NextText(),
            BlockedUntil = row.NextOrNull<DateTimeOffset>(),
            SegmentsToday = row.NextOrNull<int>() ?? 0,
            Recent = RecentTexts.Read(row.NextText()),
        };

    private WaitingText Text(Columns row) =>
        new(row.Next<Guid>(), row.Next<string>(), row.Next<string>(), row.NextText(), row.NextText(), row.NextText(), row.NextText())
        {
            At = row.Next<DateTimeOffset>(),
            Age = row.Next<TimeSpan>(),
            Asked = row.Next<bool>(),
            Trace = row.NextText(),
            ReadAt = time.GetTimestamp(),
        };
}
