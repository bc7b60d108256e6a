using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Reads a thread and the texts that wait for their turn.</summary>
internal sealed class WaitingTextsReader(NpgsqlDataSource database, TimeProvider time)
{
    // Not "= 'in'": while tables are new that would let Postgres take the index on everything that ever came in for the one on what is pending.
    private static readonly string Sql = $"""
        select t.number, t.customer, t.channel, t.state, t.conversation_id, c.chat_conversation_id, c.agent, c.settings,
               m.id, m.text, m.provider_sid, m.facts, m.media, m.kind, m.details, t.next_attributes,
               m.at, t.blocked_until, d.segments, recent.texts, now() - m.at, m.attempted_at is not null, m.traceparent, w.asks
          from threads t
          join work w on w.thread_id = t.id and w.lease = @lease
          left join conversations c on c.id = t.conversation_id
          left join thread_segments d on d.thread_id = t.id and d.day = (now() at time zone 'utc')::date
          cross join lateral (select {RecentTexts.Sql("t.id")} as texts) recent
          left join messages m on m.thread_id = t.id and m.pending and m.direction <> 'out'
         where t.id = @thread
         order by m.seq limit 100
        """;

    /// <summary>No texts: nothing is left to do. Null: there is no such thread any more, or somebody else has its turn, who knows better what it is.</summary>
    public async Task<WaitingTexts?> Read(Lease lease, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", lease.ThreadId);
        command.Parameters.AddWithValue("lease", lease.Token);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        ThreadContext? thread = null;
        var asks = 0;
        var texts = new List<WaitingText>();
        while (await row.ReadAsync(cancellationToken))
        {
            asks = row.GetInt32(23);
            thread ??= new ThreadContext(
                lease.ThreadId,
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                Conversations.Read(row, id: 4, chatConversationId: 5)
            )
            {
                NextAttributes = Text(row, 15),
                BlockedUntil = row.IsDBNull(17) ? null : row.GetFieldValue<DateTimeOffset>(17),
                SegmentsToday = row.IsDBNull(18) ? 0 : row.GetInt32(18),
                Recent = RecentTexts.Read(Text(row, 19)),
            };
            if (!row.IsDBNull(8))
            {
                texts.Add(
                    new WaitingText(
                        row.GetGuid(8),
                        row.GetString(9),
                        row.GetString(10),
                        Text(row, 11),
                        Text(row, 12),
                        Text(row, 13),
                        Text(row, 14)
                    )
                    {
                        At = row.GetFieldValue<DateTimeOffset>(16),
                        Age = row.GetTimeSpan(20),
                        Asked = row.GetBoolean(21),
                        ReadAt = time.GetTimestamp(),
                        Trace = Text(row, 22),
                    }
                );
            }
        }

        return thread is null ? null : new WaitingTexts(thread, texts) { Asks = asks };
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
