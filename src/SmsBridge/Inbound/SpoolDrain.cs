using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Privacy;
using SmsBridge.Storage;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Inbound;

/// <summary>Moves spooled texts into Postgres in order, once it is back. A text that was stored already counts as a duplicate there.</summary>
internal sealed class SpoolDrain(
    SpoolLog spool,
    InboundStore store,
    Erasures erasures,
    SetAsideCleaner cleaner,
    TroubleNotice notice,
    DatabaseGate gate,
    NpgsqlDataSource database,
    TimeProvider time,
    ILogger<SpoolDrain> log
) : BackgroundService
{
    private const int Chunk = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.Opened(stoppingToken);
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            try
            {
                await DrainAll(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.DrainStopped(spool.Bytes, error.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Returns when the spool is empty; throws when Postgres does not take the texts yet.</summary>
    public async Task DrainAll(CancellationToken cancellationToken)
    {
        var drained = 0;
        while (spool.HasTexts)
        {
            // Asked before the files are read: what a customer wrote until the database was back is in them then, and so is a STOP.
            await Answers(cancellationToken);
            var segments = await spool.SegmentsToDrain();
            await ActOnKeywords(segments, cancellationToken);
            foreach (var segment in segments)
            {
                var (texts, setAside) = await Drain(segment, cancellationToken);
                spool.Remove(segment);
                drained += texts;
                if (setAside > 0)
                {
                    await cleaner.Clean(cancellationToken);
                }
            }
        }

        if (drained > 0)
        {
            notice.Forget();
            log.Drained(drained);
        }
    }

    private async Task Answers(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select 1");
        await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>
    /// Before anything is answered: a STOP counts for all that was written before it, in whichever file. Acting on a keyword once more, in its place, does nothing.
    /// </summary>
    private async Task ActOnKeywords(string[] segments, CancellationToken cancellationToken)
    {
        foreach (var segment in segments)
        {
            await foreach (var line in File.ReadLinesAsync(segment, cancellationToken))
            {
                if (SpoolRecord.Parse(line) is not { Text: { } text } || !Keyword.Is(text.Kind))
                {
                    continue;
                }

                try
                {
                    await erasures.Spare([text], store.ActOnKeywords);
                }
                catch (PostgresException error) when (!InboundReceiver.IsAway(error))
                {
                    // Set aside in its place.
                }
            }
        }
    }

    private async Task<(int Texts, int SetAside)> Drain(string segment, CancellationToken cancellationToken)
    {
        var (texts, damaged) = (new List<InboundText>(), new List<string>());
        await foreach (var line in File.ReadLinesAsync(segment, cancellationToken))
        {
            if (SpoolRecord.Parse(line) is { } record)
            {
                texts.Add(record.Text);
                if (record.Told)
                {
                    notice.Remember(record.Text.ThreadId);
                }
            }
            else
            {
                damaged.Add(line);
            }
        }

        foreach (var chunk in texts.Chunk(Chunk))
        {
            await Record(chunk);
        }

        // Only now, for a file is read anew until Postgres takes its texts.
        foreach (var line in damaged)
        {
            log.SetAside("a line was cut off or changed");
            await spool.SetAside(line);
        }

        return (texts.Count, damaged.Count);
    }

    /// <summary>One statement a chunk keeps the order; when Postgres refuses a value in it, the texts go one by one and the bad one aside.</summary>
    private async Task Record(InboundText[] texts)
    {
        try
        {
            await erasures.Spare(texts, store.StoreTogether);
        }
        catch (PostgresException error) when (!InboundReceiver.IsAway(error))
        {
            if (texts.Length == 1)
            {
                log.SetAside(error.MessageText);
                await spool.SetAside(new SpoolRecord(texts[0], Told: false).ToLine().TrimEnd('\n'));
                return;
            }

            foreach (var text in texts)
            {
                await Record([text]);
            }
        }
    }
}
