using SmsBridge.Storage;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>A text for later whose time has come since the backup.</summary>
/// <param name="StartedId">Of the whole text; <paramref name="Id"/> is one of its parts.</param>
internal sealed record DueText(Guid ThreadId, Guid StartedId, Guid Id, string Text, TimeSpan Age, string Number, string Customer);

/// <summary>What became of the texts for later.</summary>
internal sealed record DueTexts(int Sent, int Left, int Unsure);

/// <summary>Statements on texts for later in a restored database.</summary>
internal sealed class DueTextStore(OperatorsDataSource database)
{
    private const string DueSql = """
        select m.thread_id, m.started_id, m.id, m.text, now() - m.send_at, t.number, t.customer
          from messages m join threads t on t.id = m.thread_id
         where m.send_at <= now() and m.started_id is not null and m.status = 'queued' and not m.pending and m.at <= @at
         order by m.thread_id, m.started_id, m.seq
        """;

    private const string SentSql = """
        update messages set status = @status, provider_sid = @sid
         where id = @id and thread_id = @thread and status = 'queued' and not pending
        """;

    private const string UnsureSql = """
        with given_up as (
            update messages set status = 'failed', error_text = @reason
             where id = @id and thread_id = @thread and status = 'queued' and not pending
            returning id, thread_id
        )
        insert into failures (id, thread_id, kind, subject_id, category, reason, attempts)
        select @failure, thread_id, 'send', id, @category, @reason, 0 from given_up
        """;

    private const string Unsure = "restored: an earlier part was sent before the restore, and this one is not in Twilio's list";

    public Task Sent(DueText part, SentText message) => Write(SentSql, part, ("status", message.Status), ("sid", message.Sid!));

    public Task GiveUp(DueText part) =>
        Write(
            UnsureSql,
            part,
            ("failure", Guid.CreateVersion7()),
            ("category", nameof(FailureCategory.UnknownOutcome)),
            ("reason", Unsure)
        );

    /// <returns>Each text's parts, in their order.</returns>
    public async Task<List<List<DueText>>> Read(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(DueSql);
        command.Parameters.AddWithValue("at", at);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<DueText>();
        while (await row.ReadAsync(cancellationToken))
        {
            due.Add(
                new DueText(
                    row.GetGuid(0),
                    row.GetGuid(1),
                    row.GetGuid(2),
                    row.GetString(3),
                    row.GetTimeSpan(4),
                    row.GetString(5),
                    row.GetString(6)
                )
            );
        }

        return [.. due.GroupBy(t => t.StartedId).Select(g => g.ToList())];
    }

    private async Task Write(string sql, DueText part, params (string Name, object Value)[] values)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("id", part.Id);
        command.Parameters.AddWithValue("thread", part.ThreadId);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
