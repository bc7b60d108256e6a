using Npgsql;
using SmsBridge.Threads;

namespace SmsBridge.Handoff;

/// <param name="From">One of <see cref="Author"/>.</param>
internal sealed record TranscriptLine(string From, string Text, DateTimeOffset At, Guid MessageId);

/// <param name="Attributes">What was sent on create, as JSON.</param>
/// <param name="Now">The database's time.</param>
internal sealed record Transcript(IReadOnlyList<TranscriptLine> Lines, string Attributes, DateTimeOffset Now);

/// <summary>Reads what was said in a conversation so far.</summary>
internal sealed class TranscriptReader(NpgsqlDataSource database)
{
    /// <summary>Longer conversations lose their beginning, so that an event stays small enough for every queue.</summary>
    private const int MaxLines = 200;

    // The first text is older than the conversation that it opened, so the transcript begins where the one before it ended;
    // one that was gone at the provider and replaced was no end to the customer.
    private const string Sql = """
        select m.author, m.text, m.at, m.id, c.attributes, now()
          from conversations c
          left join messages m on m.thread_id = c.thread_id and m.at > coalesce(
               (select max(b.closed_at) from conversations b where b.thread_id = c.thread_id and b.opened_at < c.opened_at and b.close_reason <> 'gone'), '-infinity')
         where c.thread_id = @thread and c.id = @conversation
         order by m.seq desc limit @max
        """;

    public async Task<Transcript> Read(Guid threadId, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue("conversation", conversationId);
        command.Parameters.AddWithValue("max", MaxLines);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<TranscriptLine>();
        var (attributes, now) = ("{}", default(DateTimeOffset));
        while (await reader.ReadAsync(cancellationToken))
        {
            attributes = reader.GetString(4);
            now = reader.GetFieldValue<DateTimeOffset>(5);
            if (!reader.IsDBNull(0))
            {
                lines.Add(
                    new TranscriptLine(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetGuid(3))
                );
            }
        }

        lines.Reverse();
        return new Transcript(lines, attributes, now);
    }
}
