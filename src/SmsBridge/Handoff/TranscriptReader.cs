using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

/// <param name="From">One of <see cref="Author"/>.</param>
/// <param name="Status">How far an outbound text has got; null for the customer's.</param>
/// <param name="Media">A JSON list of <c>{ url, contentType }</c>.</param>
internal sealed record TranscriptLine(string From, string Text, DateTimeOffset At, Guid MessageId, string? Status, string Media = "[]");

/// <summary>A handoff of the same thread that has ended.</summary>
/// <param name="Outcome"><c>released</c> or <c>expired</c>.</param>
internal sealed record EarlierHandoff(
    Guid Id,
    DateTimeOffset RequestedAt,
    DateTimeOffset EndedAt,
    string Outcome,
    string? EndReason,
    string? Destination,
    string? Reason
);

/// <param name="IsWhole">False: the beginning is left out.</param>
/// <param name="FirstAt">When the first of all texts was stored, left out or not.</param>
/// <param name="WaitingSince">When the customer's oldest text that has no answer yet arrived; null when none waits.</param>
/// <param name="Attributes">What was sent on create, as JSON.</param>
/// <param name="Now">The database's time.</param>
internal sealed record Transcript(
    IReadOnlyList<TranscriptLine> Lines,
    bool IsWhole,
    DateTimeOffset FirstAt,
    DateTimeOffset? WaitingSince,
    IReadOnlyList<EarlierHandoff> Earlier,
    string Attributes,
    DateTimeOffset Now
);

/// <summary>Reads what was said in a conversation so far, and what became of the thread's handoffs before, in one round trip.</summary>
internal sealed class TranscriptReader(NpgsqlDataSource database)
{
    /// <summary>Longer conversations lose their beginning.</summary>
    private const int MaxLines = 200;

    private const int MaxEarlier = 5;

    // The first text is older than the conversation that it opened, so the transcript begins where the one before it ended;
    // one that was gone at the provider and replaced was no end to the customer. The windows see the lines beyond the limit too.
    // What still waits for its time has not been said.
    private const string LinesSql = """
        select c.attributes, now(), min(m.at) over (), min(m.at) filter (where m.pending and m.direction = 'in') over (),
               m.author, m.text, m.at, m.id, case when m.direction = 'out' then m.status end, coalesce(m.media, '[]')
          from conversations c
          left join messages m on m.thread_id = c.thread_id
               and not (m.send_at is not null and not m.pending and m.status in ('queued', 'canceled')) 
               and m.seq > (select t.blanked_to from threads t where t.id = c.thread_id) and m.at > coalesce(
               (select max(b.closed_at) from conversations b where b.thread_id = c.thread_id and b.opened_at < c.opened_at and b.close_reason <> 'gone'), '-infinity')
         where c.thread_id = $1 and c.id = $2
         order by m.seq desc limit $3
        """;

    private const string EarlierSql = """
        select id, requested_at, ended_at, state, end_reason, data
          from handoffs where thread_id = $1 and ended_at is not null and end_reason is distinct from 'erased' order by requested_at desc limit $2
        """;

    public async Task<Transcript> Read(Guid threadId, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command(LinesSql, threadId, conversationId, MaxLines + 1));
        batch.BatchCommands.Add(Command(EarlierSql, threadId, MaxEarlier));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var lines = new List<TranscriptLine>();
        var whole = new Transcript([], IsWhole: true, default, null, [], "{}", default);
        while (await row.ReadAsync(cancellationToken))
        {
            var now = row.GetFieldValue<DateTimeOffset>(1);
            whole = whole with
            {
                Attributes = row.GetString(0),
                Now = now,
                FirstAt = row.IsDBNull(2) ? now : row.GetFieldValue<DateTimeOffset>(2),
                WaitingSince = row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3),
            };
            if (!row.IsDBNull(4))
            {
                lines.Add(Line(row));
            }
        }

        lines.Reverse();
        await row.NextResultAsync(cancellationToken);
        var earlier = new List<EarlierHandoff>();
        while (await row.ReadAsync(cancellationToken))
        {
            earlier.Add(Handoff(row));
        }

        return whole with
        {
            Lines = lines.TakeLast(MaxLines).ToList(),
            IsWhole = lines.Count <= MaxLines,
            Earlier = earlier,
        };
    }

    private static TranscriptLine Line(NpgsqlDataReader row) =>
        new(
            row.GetString(4),
            row.GetString(5),
            row.GetFieldValue<DateTimeOffset>(6),
            row.GetGuid(7),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.GetString(9)
        );

    /// <summary>The data is read here and not by Postgres, which refuses all of it when the agent's object holds U+0000 anywhere.</summary>
    private static EarlierHandoff Handoff(NpgsqlDataReader row)
    {
        using var data = System.Text.Json.JsonDocument.Parse(row.GetString(5));
        return new EarlierHandoff(
            row.GetGuid(0),
            row.GetFieldValue<DateTimeOffset>(1),
            row.GetFieldValue<DateTimeOffset>(2),
            row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            data.RootElement.Text("destination"),
            data.RootElement.Text("reason")
        );
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
