using Microsoft.EntityFrameworkCore;
using SmsBridge.Storage;

namespace SmsBridge.Numbers;

/// <summary>Number documents in the database. Every change raises the revision in the same transaction, which also puts changes in a row.</summary>
internal sealed class NumberStore(IDbContextFactory<BridgeDbContext> contexts, NumberBook book)
{
    public async Task<NumberDocument?> Find(string number, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Numbers.AsNoTracking().SingleOrDefaultAsync(r => r.Number == number, cancellationToken);
        return row is null ? null : NumberJson.Read(row.Document);
    }

    public async Task<List<NumberDocument>> List(string? after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Numbers.AsNoTracking().OrderBy(r => r.Number).Where(r => after == null || string.Compare(r.Number, after) > 0);
        return (await rows.Take(limit).ToListAsync(cancellationToken)).ConvertAll(r => NumberJson.Read(r.Document));
    }

    /// <returns>True when the number is new.</returns>
    public Task<bool> Put(NumberDocument document, CancellationToken cancellationToken) =>
        Change(
            async context =>
            {
                var row = await context.Numbers.SingleOrDefaultAsync(r => r.Number == document.Number, cancellationToken);
                var isNew = row is null;
                row ??= context.Numbers.Add(new NumberRow { Number = document.Number, Document = "" }).Entity;
                row.Document = NumberJson.Write(document);
                row.UpdatedAt = await Now(context, cancellationToken);
                return isNew;
            },
            cancellationToken
        );

    /// <returns>False when there is no such number.</returns>
    public Task<bool> Delete(string number, CancellationToken cancellationToken) =>
        Change(
            async context => await context.Numbers.Where(r => r.Number == number).ExecuteDeleteAsync(cancellationToken) > 0,
            cancellationToken
        );

    private async Task<bool> Change(Func<BridgeDbContext, Task<bool>> change, CancellationToken cancellationToken)
    {
        bool result;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            await context.NumberRevisions.ExecuteUpdateAsync(r => r.SetProperty(n => n.Revision, n => n.Revision + 1), cancellationToken);
            result = await change(context);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await book.Refresh(cancellationToken);
        return result;
    }

    private static Task<DateTimeOffset> Now(BridgeDbContext context, CancellationToken cancellationToken) =>
        context.Database.SqlQueryRaw<DateTimeOffset>("select now() as \"Value\"").SingleAsync(cancellationToken);
}
