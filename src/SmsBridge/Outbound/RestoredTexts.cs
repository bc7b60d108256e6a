using Npgsql;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>A text for later whose time has come since the backup.</summary>
/// <param name="StartedId">Of the whole text; <paramref name="Id"/> is one of its parts.</param>
internal sealed record DueText(Guid ThreadId, Guid StartedId, Guid Id, string Text, TimeSpan Age, string Number, string Customer);

/// <summary>What became of the texts for later.</summary>
internal sealed record DueTexts(int Sent, int Left, int Unsure);

/// <summary>
/// What a restored backup still wants to send. Some of it was sent after the backup was made; the provider knows which, and is asked, so that no
/// customer gets a text twice.
/// </summary>
internal sealed class RestoredTexts(NpgsqlDataSource database, Sender sender)
{
    /// <summary>Twilio limits the calls of an account that run at once.</summary>
    private const int AtOnce = 8;

    // The send worker looks for a text of unknown outcome before it sends it.
    private const string PendingSql = """
        update messages set status = 'unknown', attempted_at = coalesce(attempted_at, at)
         where pending and direction = 'out' and status in ('queued', 'sending', 'unknown') and at <= @at
        """;

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

    /// <returns>How many texts in line are looked for at the provider before anybody sends them.</returns>
    public async Task<int> DoubtPending(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PendingSql);
        command.Parameters.AddWithValue("at", at);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Texts for later whose time lies between backup and restore: those that the provider knows are done, the others go out as they would have.</summary>
    /// <returns>Or why the provider could not be asked; it may be done again.</returns>
    public async Task<Attempt<DueTexts>> SettleDue(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var texts = (await Due(at, cancellationToken)).GroupBy(t => t.StartedId).Select(g => g.ToList()).ToList();
        var (sent, left, unsure) = (0, 0, 0);
        Failure? failure = null;
        await Parallel.ForEachAsync(
            texts,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (parts, token) =>
            {
                if (failure is not null)
                {
                    return;
                }

                var settled = await Settle(parts, token);
                if (settled.Failure is { } why)
                {
                    failure = why;
                    return;
                }

                Interlocked.Add(ref sent, settled.Value!.Sent);
                Interlocked.Add(ref left, settled.Value.Left);
                Interlocked.Add(ref unsure, settled.Value.Unsure);
            }
        );
        return failure is null ? new DueTexts(sent, left, unsure) : failure;
    }

    /// <summary>One text: when its first part was sent, all of it was begun and does not begin again.</summary>
    private async Task<Attempt<DueTexts>> Settle(List<DueText> parts, CancellationToken cancellationToken)
    {
        var (sent, unsure) = (0, 0);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var found = await sender.Find(
                new PendingReplies(part.Number, part.Customer, [], FirstAttempt: false, OptedOut: false),
                new OutboundText(part.Id, part.Text, OutboundStatus.Unknown, AttemptAge: part.Age),
                cancellationToken
            );
            if (found.Failure is { Category: not FailureCategory.Rejected } failure)
            {
                return failure;
            }

            if (found.Value is { Sid.Length: > 0 } message)
            {
                await Write(SentSql, part, ("status", message.Status), ("sid", message.Sid!));
                sent++;
            }
            else if (i == 0)
            {
                // Not sent, or its number is configured no more, which its worker will say.
                return new DueTexts(0, parts.Count, 0);
            }
            else
            {
                await Write(
                    UnsureSql,
                    part,
                    ("failure", Guid.CreateVersion7()),
                    ("category", nameof(FailureCategory.UnknownOutcome)),
                    ("reason", Unsure)
                );
                unsure++;
            }
        }

        return new DueTexts(sent, 0, unsure);
    }

    private async Task<List<DueText>> Due(DateTimeOffset at, CancellationToken cancellationToken)
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

        return due;
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
