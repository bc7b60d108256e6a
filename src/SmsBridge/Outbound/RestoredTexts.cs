using SmsBridge.Storage;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>
/// What a restored backup still wants to send. Some of it was sent after the backup was made; the provider knows which, and is asked, so that no
/// customer gets a text twice.
/// </summary>
internal sealed class RestoredTexts(OperatorsDataSource database, DueTextStore dueTexts, TwilioSender sender, TimeProvider time)
{
    /// <summary>Twilio limits the calls of an account that run at once.</summary>
    private const int AtOnce = 8;

    // The send worker looks for a text of unknown outcome before it sends it.
    private const string PendingSql = """
        update messages set status = 'unknown', attempted_at = coalesce(attempted_at, at)
         where pending and direction = 'out' and status in ('queued', 'sending', 'unknown') and at <= @at
        """;

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
        var texts = await dueTexts.Read(at, cancellationToken);
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

    /// <summary>Waits until Twilio's list would have a text that was sent when it was due.</summary>
    private async Task<DueText> ListedByNow(DueText part, CancellationToken cancellationToken)
    {
        if (part.Age >= TwilioSender.ListDelay)
        {
            return part;
        }

        await Task.Delay(TwilioSender.ListDelay - part.Age, time, cancellationToken);
        return part with { Age = TwilioSender.ListDelay };
    }

    /// <summary>One text: when its first part was sent, all of it was begun and does not begin again.</summary>
    private async Task<Attempt<DueTexts>> Settle(List<DueText> parts, CancellationToken cancellationToken)
    {
        var (sent, unsure) = (0, 0);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = await ListedByNow(parts[i], cancellationToken);
            var found = await sender.Find(part.Number, part.Customer, part.Text, part.Age, cancellationToken);
            if (found.Failure is { Category: not FailureCategory.Rejected } failure)
            {
                return failure;
            }

            if (found.Value is { Sid.Length: > 0 } message)
            {
                await dueTexts.Sent(part, message);
                sent++;
            }
            else if (i == 0)
            {
                // Not sent, or its number is configured no more, which its worker will say.
                return new DueTexts(0, parts.Count, 0);
            }
            else
            {
                await dueTexts.GiveUp(part);
                unsure++;
            }
        }

        return new DueTexts(sent, 0, unsure);
    }
}
