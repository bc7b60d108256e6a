using Npgsql;

namespace SmsBridge.Outbound;

/// <summary>Reads what a thread still has to send.</summary>
internal sealed class PendingTextsReader(NpgsqlDataSource database)
{
    private const string Sql = """
        select m.id, m.text, m.status, m.provider_sid, now() - m.attempted_at, t.number, t.customer
          from messages m join threads t on t.id = m.thread_id
         where m.thread_id = @thread and m.pending and m.direction = 'out'
         order by m.seq limit 100
        """;

    public async Task<PendingReplies> Read(Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", threadId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var texts = new List<OutboundText>();
        var (number, customer) = ("", "");
        while (await reader.ReadAsync(cancellationToken))
        {
            (number, customer) = (reader.GetString(5), reader.GetString(6));
            texts.Add(
                new OutboundText(
                    reader.GetGuid(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3),
                    reader.IsDBNull(4) ? null : reader.GetTimeSpan(4)
                )
            );
        }

        return new PendingReplies(number, customer, texts, FirstAttempt: false);
    }
}
