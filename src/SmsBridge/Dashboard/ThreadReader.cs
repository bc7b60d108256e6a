using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Storage;
using SmsBridge.Threads;

namespace SmsBridge.Dashboard;

/// <summary>A text and, where it was the last of a turn, how that went.</summary>
internal sealed record TranscriptEntry(MessageView Message, TurnRow? Turn);

/// <param name="Entries">The latest, in order.</param>
/// <param name="Earlier">The place to go on from to older ones; null: these are all.</param>
internal sealed record ThreadModel(ThreadView Thread, IReadOnlyList<TranscriptEntry> Entries, long? Earlier, HandoffRow? Handoff);

/// <summary>What the pages of threads read.</summary>
internal sealed class ThreadReader(IDbContextFactory<BridgeDbContext> contexts)
{
    private const int Latest = 100;

    /// <summary>The newest messages that the list of active threads is taken from.</summary>
    private const int Looked = 1000;

    private const int Listed = 50;

    /// <summary>Those that the latest messages belong to, the last one first.</summary>
    public async Task<List<ThreadRow>> Active(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Threads.FromSql(
                $"""
                select t.* from threads t
                 where t.id in (select thread_id from (select thread_id from messages order by id desc limit {Looked}) latest)
                """
            )
            .AsNoTracking()
            .OrderByDescending(t => t.LastMessageAt)
            .Take(Listed)
            .ToListAsync(cancellationToken);
    }

    /// <param name="digits">The end of the customer's number.</param>
    public async Task<List<ThreadRow>> EndingIn(string digits, CancellationToken cancellationToken)
    {
        var pattern = new string([.. digits.Reverse()]) + "%";
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context
            .Threads.FromSql($"select * from threads where reverse(customer) like {pattern}")
            .AsNoTracking()
            .OrderByDescending(t => t.LastMessageAt)
            .Take(Listed)
            .ToListAsync(cancellationToken);
    }

    public async Task<Page<ThreadRow>> Of(string? number, string? state, PageQuery page, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Threads.AsNoTracking().Where(t => (number == null || t.Number == number) && (state == null || t.State == state));
        if (TimeCursor.Parse(page.After) is { } after)
        {
            rows = rows.Where(t => t.CreatedAt < after.At || (t.CreatedAt == after.At && t.Id.CompareTo(after.Id) < 0));
        }

        var found = await rows.OrderByDescending(t => t.CreatedAt)
            .ThenByDescending(t => t.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page.Of(found, page.Size, t => new TimeCursor(t.CreatedAt, t.Id).ToString());
    }

    /// <param name="before">Only texts before this place; null: the latest.</param>
    public async Task<ThreadModel?> Find(Guid id, long? before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Threads.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is not { } thread)
        {
            return null;
        }

        var conversation = await context
            .Conversations.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == thread.ConversationId && c.ThreadId == id, cancellationToken);
        var messages = await context
            .Messages.AsNoTracking()
            .Where(m => m.ThreadId == id && (before == null || m.Seq < before))
            .OrderByDescending(m => m.Seq)
            .Take(Latest + 1)
            .ToListAsync(cancellationToken);
        var shown = messages.Take(Latest).Reverse().ToList();
        var turnIds = shown.Select(m => m.TurnId).OfType<Guid>().Distinct().ToList();
        var turns = await context
            .Turns.AsNoTracking()
            .Where(t => turnIds.Contains(t.Id) && t.ThreadId == id)
            .ToDictionaryAsync(t => t.Id, cancellationToken);
        var work = await context
            .Work.AsNoTracking()
            .Where(w => w.ThreadId == id && w.Category != null)
            .OrderBy(w => w.DueAt)
            .ToListAsync(cancellationToken);
        var handoff = await context
            .Handoffs.AsNoTracking()
            .Where(h => h.ThreadId == id)
            .OrderByDescending(h => h.RequestedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return new ThreadModel(
            ThreadView.Of(thread, conversation) with
            {
                Waiting = work.ConvertAll(WaitingView.Of),
            },
            [.. shown.Select((m, i) => new TranscriptEntry(MessageView.Of(m), TurnEndingAt(shown, i, turns)))],
            messages.Count > Latest ? shown[0].Seq : null,
            handoff
        );
    }

    private static TurnRow? TurnEndingAt(List<MessageRow> messages, int at, Dictionary<Guid, TurnRow> turns) =>
        messages[at].TurnId is { } turn && !messages.Skip(at + 1).Any(m => m.TurnId == turn) ? turns.GetValueOrDefault(turn) : null;
}
