using Npgsql;

namespace SmsBridge.Threads;

/// <summary>Reads a thread and the texts that wait for their turn.</summary>
internal sealed class WaitingTextsReader(NpgsqlDataSource database)
{
    private const string Sql = """
        select t.number, t.customer, t.channel, t.state, t.conversation_id, c.chat_conversation_id, c.agent, c.settings,
               m.id, m.text, m.provider_sid, m.facts, m.media
          from threads t
          left join conversations c on c.id = t.conversation_id and c.thread_id = t.id
          left join messages m on m.thread_id = t.id and m.pending and m.direction = 'in'
         where t.id = @thread
         order by m.seq limit 100
        """;

    /// <summary>No texts: nothing is left to do.</summary>
    public async Task<PendingTexts> Read(Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", threadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        ThreadContext? thread = null;
        var texts = new List<WaitingText>();
        while (await row.ReadAsync(cancellationToken))
        {
            thread ??= new ThreadContext(
                threadId,
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                Conversations.Read(row, id: 4, chatConversationId: 5)
            );
            if (!row.IsDBNull(8))
            {
                texts.Add(
                    new WaitingText(
                        row.GetGuid(8),
                        row.GetString(9),
                        row.GetString(10),
                        row.IsDBNull(11) ? null : row.GetString(11),
                        row.IsDBNull(12) ? null : row.GetString(12)
                    )
                );
            }
        }

        return new PendingTexts(thread ?? throw new InvalidOperationException($"Thread {threadId} does not exist."), texts);
    }
}
