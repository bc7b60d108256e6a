using Npgsql;

namespace SmsBridge.Bench;

/// <summary>A stored text and the turn that dealt with it.</summary>
/// <param name="StoredAt">By the wall clock; later than its acknowledgement when it waited in a spool.</param>
/// <param name="Outcome">Of the turn; null: there was none.</param>
/// <param name="Turn">Texts that were dealt with together have the same.</param>
/// <param name="Asks">How often the agent was, or may have been, asked, as far as the bridge knows.</param>
internal sealed record SoakTextRow(
    Guid Id,
    Guid ThreadId,
    string Sid,
    DateTime StoredAt,
    bool Pending,
    string? Outcome,
    int Asks,
    string? Error,
    Guid? Turn
);

/// <param name="Seq">The order in which events of a thread must reach the desk.</param>
internal sealed record SoakEventRow(Guid Id, Guid ThreadId, long Seq, string Type);

/// <summary>What the bridge itself believes, read from its database.</summary>
internal sealed class SoakRows(string database)
{
    private const string TextsSql = """
        select m.id, m.thread_id, m.provider_sid, m.at, m.pending, t.outcome, coalesce(t.asks, 0), t.error, t.id
          from messages m left join turns t on t.id = m.turn_id and t.thread_id = m.thread_id
         where m.direction = 'in'
        """;

    /// <summary>Idle timers are no unfinished work; what gave up is found in the audit.</summary>
    private const string UnfinishedSql = """
        select (select count(*) from work where kind not in ('idle', 'handoff')) + (select count(*) from messages where pending) + (select count(*) from queue_messages)
        """;

    public Task<List<SoakTextRow>> Texts() =>
        Read(
            TextsSql,
            r => new SoakTextRow(
                r.GetGuid(0),
                r.GetGuid(1),
                r.GetString(2),
                r.GetDateTime(3),
                r.GetBoolean(4),
                r.IsDBNull(5) ? null : r.GetString(5),
                r.GetInt32(6),
                r.IsDBNull(7) ? null : r.GetString(7),
                r.IsDBNull(8) ? null : r.GetGuid(8)
            )
        );

    public Task<List<SoakEventRow>> Events() =>
        Read(
            "select id, thread_id, seq, type from handoff_events order by seq",
            r => new SoakEventRow(r.GetGuid(0), r.GetGuid(1), r.GetInt64(2), r.GetString(3))
        );

    /// <summary>The Chat API's ids of the conversations that somebody closed by the API.</summary>
    public Task<List<string>> Closed() =>
        Read(
            "select chat_conversation_id from conversations where close_reason = 'closed' and chat_conversation_id is not null",
            r => r.GetString(0)
        );

    public async Task<long> Unfinished() => (await Read(UnfinishedSql, r => r.GetInt64(0)))[0];

    /// <summary>Every row that has to do with a thread, one line each.</summary>
    public async Task<List<string>> OfThread(Guid thread)
    {
        string[] tables = ["messages", "turns", "work", "conversations", "handoffs", "handoff_events", "queue_messages", "failures"];
        var lines = new List<string>();
        foreach (var table in tables)
        {
            var rows = await Read(
                $"select row_to_json(x)::text from {table} x where thread_id = '{thread}' order by 1",
                r => r.GetString(0)
            );
            lines.AddRange(rows.Select(row => $"{table}: {row}"));
        }

        return lines;
    }

    private async Task<List<T>> Read<T>(string sql, Func<NpgsqlDataReader, T> row)
    {
        // Unpooled: the server goes away and comes back in between.
        var settings = new NpgsqlConnectionStringBuilder(database) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}
