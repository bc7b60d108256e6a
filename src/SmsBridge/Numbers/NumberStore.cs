using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Numbers;

/// <summary>
/// Number documents in the database. Every change raises the revision in the same transaction, which also puts changes in a row, and has its
/// entries in the audit log.
/// </summary>
internal sealed class NumberStore(IDbContextFactory<BridgeDbContext> contexts, NumberBook book)
{
    public async Task<NumberDocument?> Find(string number, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Numbers.AsNoTracking().SingleOrDefaultAsync(r => r.Number == number, cancellationToken);
        return row is null ? null : NumberJson.Read(row.Document);
    }

    /// <param name="limit">Null: all.</param>
    public async Task<List<NumberDocument>> List(string? after, int? limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Numbers.AsNoTracking().OrderBy(r => r.Number).Where(r => after == null || string.Compare(r.Number, after) > 0);
        return (await (limit is { } most ? rows.Take(most) : rows).ToListAsync(cancellationToken)).ConvertAll(r =>
            NumberJson.Read(r.Document)
        );
    }

    /// <summary>One page, by number.</summary>
    public async Task<Page<NumberDocument>> Page(PageQuery page, CancellationToken cancellationToken)
    {
        var after = page.After;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var shown = await Hosting.Page.Read(
            context.Numbers.AsNoTracking().OrderBy(r => r.Number).Where(r => after == null || string.Compare(r.Number, after) > 0),
            page.Size,
            r => r.Document.Length,
            r => r.Number,
            cancellationToken
        );
        return shown.Select(r => NumberJson.Read(r.Document));
    }

    /// <returns>True when the number is new.</returns>
    public async Task<bool> Put(NumberDocument document, Actor actor, CancellationToken cancellationToken) =>
        (await Apply([document], [], actor, commit: true, cancellationToken)) is [{ Before: null }];

    /// <returns>False when there is no such number.</returns>
    public async Task<bool> Delete(string number, Actor actor, CancellationToken cancellationToken) =>
        (await Apply([], [number], actor, commit: true, cancellationToken)).Count > 0;

    /// <summary>Makes the numbers what the documents say, and removes others; all of it or, on an error, nothing.</summary>
    /// <param name="removed">Null: every number that is not wanted.</param>
    /// <param name="commit">False: only tells what would change.</param>
    /// <returns>What changed; a number that is as wanted already is left alone.</returns>
    public async Task<IReadOnlyList<NumberChange>> Apply(
        IReadOnlyList<NumberDocument> wanted,
        IReadOnlyCollection<string>? removed,
        Actor actor,
        bool commit,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.NumberRevisions.ExecuteUpdateAsync(r => r.SetProperty(n => n.Revision, n => n.Revision + 1), cancellationToken);
        var touched = removed?.Concat(wanted.Select(w => w.Number)).ToList();
        var rows = await context
            .Numbers.Where(r => touched == null || touched.Contains(r.Number))
            .ToDictionaryAsync(r => r.Number, cancellationToken);
        var changes = Plan(wanted, removed, rows);
        if (commit && changes.Count > 0)
        {
            await Write(context, rows, changes, actor, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        if (commit)
        {
            // Also where nothing changed: whoever says it here expects it to hold here, though another instance made the change.
            await book.Refresh(cancellationToken);
        }

        return changes;
    }

    private static List<NumberChange> Plan(
        IReadOnlyList<NumberDocument> wanted,
        IReadOnlyCollection<string>? removed,
        Dictionary<string, NumberRow> rows
    )
    {
        var kept = wanted.Select(w => w.Number).ToHashSet(StringComparer.Ordinal);
        var gone = (removed ?? rows.Keys.Where(n => !kept.Contains(n))).Where(rows.ContainsKey).Order(StringComparer.Ordinal);
        return
        [
            .. wanted.Select(w => new NumberChange(w.Number, Stored(w.Number), w)).Where(c => !c.IsNothing),
            .. gone.Select(n => new NumberChange(n, Stored(n), null)),
        ];

        NumberDocument? Stored(string number) => rows.TryGetValue(number, out var row) ? NumberJson.Read(row.Document) : null;
    }

    private static async Task Write(
        BridgeDbContext context,
        Dictionary<string, NumberRow> rows,
        IReadOnlyList<NumberChange> changes,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var now = await context.Database.SqlQueryRaw<DateTimeOffset>("select now() as \"Value\"").SingleAsync(cancellationToken);
        foreach (var change in changes)
        {
            var (before, after) = (Text(change.Before), Text(change.After));
            AuditLog.Add(context, actor, change.Action, change.Number, before, after);
            if (after is null)
            {
                context.Numbers.Remove(rows[change.Number]);
                continue;
            }

            var row = rows.TryGetValue(change.Number, out var known)
                ? known
                : context.Numbers.Add(new NumberRow { Number = change.Number, Document = "" }).Entity;
            (row.Document, row.UpdatedAt) = (after, now);
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    private static string? Text(NumberDocument? document) => document is null ? null : NumberJson.Write(document);
}
