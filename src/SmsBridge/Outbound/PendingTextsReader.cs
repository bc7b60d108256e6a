using Npgsql;

namespace SmsBridge.Outbound;

/// <summary>Reads what a thread still has to send.</summary>
internal sealed class PendingTextsReader(NpgsqlDataSource database)
{
    private const string Sql = """
        select m.id, m.text, m.status, m.provider_sid, now() - m.attempted_at, t.number, t.customer, coalesce(m.segments, 0),
               coalesce(d.segments, 0)
                 - sum(coalesce(m.segments, 0)) over (order by m.seq rows between current row and unbounded following),
               t.state = 'opted-out', coalesce(m.kind, '') = 'consent-notice', m.traceparent,
               m.handoff_id is not null
          from messages m join threads t on t.id = m.thread_id
          left join thread_segments d on d.thread_id = m.thread_id and d.day = (now() at time zone 'utc')::date
         where m.thread_id = @thread and m.pending and m.direction = 'out'
         order by m.seq limit 100
        """;

    public async Task<PendingReplies> Read(Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", threadId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var texts = new List<OutboundText>();
        var (number, customer, optedOut) = ("", "", false);
        while (await reader.ReadAsync(cancellationToken))
        {
            (number, customer, optedOut) = (reader.GetString(5), reader.GetString(6), reader.GetBoolean(9));
            texts.Add(
                new OutboundText(
                    reader.GetGuid(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3),
                    reader.IsDBNull(4) ? null : reader.GetTimeSpan(4)
                )
                {
                    Segments = reader.GetInt16(7),
                    SegmentsBefore = (int)reader.GetInt64(8),
                    IsConsentNotice = reader.GetBoolean(10),
                    Trace = reader.IsDBNull(11) ? null : reader.GetString(11),
                    FromDesk = reader.GetBoolean(12),
                }
            );
        }

        return new PendingReplies(number, customer, texts, FirstAttempt: false, optedOut);
    }
}
