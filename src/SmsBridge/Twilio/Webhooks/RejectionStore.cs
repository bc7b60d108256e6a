using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>One reason for which webhooks were refused.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Cause">What differs: <c>scheme</c>, <c>host</c>, <c>path</c>, <c>query</c>, <c>body</c>, <c>token</c>, several joined by <c>+</c>; or <c>no-match</c>, <c>no-signature</c>, <c>unknown-account</c>.</param>
/// <param name="Webhook">Which of the webhooks.</param>
/// <param name="Account">The Twilio account that it names; null where that is not configured.</param>
/// <param name="WouldMatch">The URL and the token that the signature fits; null where none was found.</param>
/// <param name="What">What was found, as a sentence.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="FirstAt">When it was first met.</param>
/// <param name="LastAt">When it was last met.</param>
/// <param name="Count">Of those that were looked into; in a flood not all are.</param>
internal sealed record RejectionView(
    Guid Id,
    string Cause,
    string Webhook,
    string? Account,
    string? WouldMatch,
    string What,
    string Remedy,
    long Count,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt
)
{
    public static RejectionView Of(WebhookRejectionRow row) =>
        new(
            row.Id,
            row.Cause,
            row.Webhook,
            row.Account.Length == 0 ? null : row.Account,
            row.WouldMatch.Length == 0 ? null : row.WouldMatch,
            row.What,
            row.Remedy,
            row.Count,
            row.FirstAt,
            row.LastAt
        );
}

/// <summary>Why webhooks were refused: a row for each cause, the latest 200 of the last 30 days. Nothing in it comes from what a webhook held.</summary>
internal sealed class RejectionStore(OperatorsDataSource database, IDbContextFactory<BridgeDbContext> contexts)
{
    public const int MostRows = 200;

    private const string AddSql = """
        insert into webhook_rejections (id, cause, webhook, account, would_match, what, remedy, count)
        values (@id, @cause, @webhook, @account, @match, @what, @remedy, 1)
        on conflict (cause, webhook, account, would_match) do update
           set count = webhook_rejections.count + 1, last_at = now(), what = excluded.what, remedy = excluded.remedy
        """;

    private const string TidySql = """
        delete from webhook_rejections
         where last_at < now() - interval '30 days' or id in (select id from webhook_rejections order by last_at desc, id desc offset @most)
        """;

    public async Task Add(Explanation why, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        var add = new NpgsqlBatchCommand(AddSql);
        add.Parameters.AddWithValue("id", Guid.CreateVersion7());
        add.Parameters.AddWithValue("cause", why.Cause);
        add.Parameters.AddWithValue("webhook", why.Route);
        add.Parameters.AddWithValue("account", why.Account ?? "");
        add.Parameters.AddWithValue("match", why.Found ?? "");
        add.Parameters.AddWithValue("what", why.What);
        add.Parameters.AddWithValue("remedy", why.Remedy);
        batch.BatchCommands.Add(add);
        var tidy = new NpgsqlBatchCommand(TidySql);
        tidy.Parameters.AddWithValue("most", MostRows);
        batch.BatchCommands.Add(tidy);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The latest first.</summary>
    public async Task<List<RejectionView>> List(TimeCursor? after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.WebhookRejections.AsNoTracking();
        if (after is not null)
        {
            rows = rows.Where(r => r.LastAt < after.At || (r.LastAt == after.At && r.Id.CompareTo(after.Id) < 0));
        }

        var found = await rows.OrderByDescending(r => r.LastAt).ThenByDescending(r => r.Id).Take(limit).ToListAsync(cancellationToken);
        return found.ConvertAll(RejectionView.Of);
    }
}
