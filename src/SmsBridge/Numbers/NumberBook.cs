using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Numbers;

/// <summary>All number documents in memory, as every instance uses them. Follows changes within a second by reading one row.</summary>
internal sealed class NumberBook(
    IDbContextFactory<BridgeDbContext> contexts,
    DatabaseGate database,
    TimeProvider time,
    ILogger<NumberBook> log
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim loading = new(1, 1);
    private FrozenDictionary<string, NumberDocument> numbers = FrozenDictionary<string, NumberDocument>.Empty;
    private long revision = -1;

    /// <summary>False until the documents were read once: then nobody can say which numbers are ours.</summary>
    public bool IsLoaded => revision >= 0;

    public bool HasAny => numbers.Count > 0;

    /// <summary>
    /// Null when the number is not configured. A channel address without a document of its own (<c>whatsapp:+1…</c>) has that of its bare number.
    /// </summary>
    public NumberDocument? Find(string number) =>
        numbers.GetValueOrDefault(number) ?? (Addresses.WithoutChannel(number) is { } bare ? numbers.GetValueOrDefault(bare) : null);

    /// <summary>The numbers that answer through a Messaging Service.</summary>
    public IReadOnlyList<string> InService(string messagingServiceSid) =>
        [.. numbers.Values.Where(d => d.MessagingServiceSid == messagingServiceSid).Select(d => d.Number)];

    /// <summary>Reads the documents again when one has changed.</summary>
    public async Task Refresh(CancellationToken cancellationToken)
    {
        await loading.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var latest = await context.NumberRevisions.Select(r => r.Revision).SingleAsync(cancellationToken);
            if (latest == revision)
            {
                return;
            }

            var rows = await context.Numbers.AsNoTracking().ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                // Reads the tables of the numbers' countries now, and not while the first text waits.
                NumberClass.Of(row.Number);
            }

            numbers = rows.ToFrozenDictionary(r => r.Number, r => NumberJson.Read(r.Document), StringComparer.Ordinal);
            revision = latest;
            log.NumbersLoaded(rows.Count, latest);
        }
        finally
        {
            loading.Release();
        }
    }

    public override void Dispose()
    {
        loading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.Opened(stoppingToken);
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            await TryRefresh(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryRefresh(CancellationToken cancellationToken)
    {
        try
        {
            await Refresh(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.RefreshFailed(error.Message);
        }
    }
}
