using Microsoft.EntityFrameworkCore;
using SmsBridge.Admin;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Dashboard;

/// <param name="Next">The address of the next page.</param>
internal sealed record FailuresModel(
    string? Kind,
    string? Category,
    bool All,
    IReadOnlyList<FailureView> Items,
    string? Next,
    bool HasBefore
);

/// <summary>Which failures are meant.</summary>
internal sealed record FailureFilter(string? Kind, string? Category, bool? All)
{
    public IQueryable<FailureRow> Of(IQueryable<FailureRow> rows) =>
        rows.Where(f =>
            (All == true || f.ReplayedAt == null)
            && (string.IsNullOrEmpty(Kind) || f.Kind == Kind)
            && (string.IsNullOrEmpty(Category) || f.Category == Category)
        );

    public string Query => $"?kind={Escape(Kind)}&category={Escape(Category)}{(All == true ? "&all=true" : "")}";

    private static string Escape(string? text) => Uri.EscapeDataString(text ?? "");
}

/// <summary>Work that gave up, and another try.</summary>
internal static class FailurePages
{
    private const string Path = "/failures";

    /// <summary>How many are replayed with one click.</summary>
    private const int MostAtOnce = 500;

    public static void MapFailurePages(this IEndpointRouteBuilder console) => console.MapGet(Path, List);

    public static void MapFailureForms(this IEndpointRouteBuilder forms)
    {
        forms.MapPost($"{Path}/{{id:guid}}/replay", Replay).AuditedAs("failure.replay");
        forms.MapPost($"{Path}/replay", ReplayAll).AuditedInStore("failure.replay");
    }

    private static async Task<IResult> List(
        HttpContext http,
        [AsParameters] FailureFilter filter,
        [AsParameters] PageQuery page,
        IDbContextFactory<BridgeDbContext> contexts
    )
    {
        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        var rows = filter.Of(context.Failures.AsNoTracking());
        if (TimeCursor.Parse(page.After) is { } after)
        {
            rows = rows.Where(f => f.FailedAt < after.At || (f.FailedAt == after.At && f.Id.CompareTo(after.Id) < 0));
        }

        var found = await rows.OrderByDescending(f => f.FailedAt)
            .ThenByDescending(f => f.Id)
            .Take(page.Size + 1)
            .ToListAsync(http.RequestAborted);
        var shown = await FailureView.Page(found, page.Size, context, http.RequestAborted);
        var next = shown.Next is null ? null : Links.Of(http).To($"{Path}{filter.Query}&cursor={shown.Next}");
        return Pages.Show<FailuresPage, FailuresModel>(
            http,
            "Failures",
            Path,
            new FailuresModel(filter.Kind, filter.Category, filter.All == true, shown.Items, next, page.Cursor is not null)
        );
    }

    private static async Task<IResult> Replay(HttpContext http, Guid id, FailureReplays replays, AuditNote note)
    {
        var (failure, replayed) = await replays.Replay(id, http.RequestAborted);
        if (failure is null || !replayed)
        {
            var (status, why) = failure is null
                ? (StatusCodes.Status404NotFound, $"There is no failure {id}.")
                : (StatusCodes.Status409Conflict, FailureReplays.WhyNot(failure.Kind, failure.ReplayedAt));
            return Pages.Message(http, status, "Not replayed", why, Links.Of(http).To(Path));
        }

        note.Changed(null, ReplayNote.Of(failure));
        return Pages.Go(Links.Of(http).To(Path), "replayed");
    }

    private static async Task<IResult> ReplayAll(
        HttpContext http,
        Actor actor,
        AuditLog audit,
        FailureReplays replays,
        IDbContextFactory<BridgeDbContext> contexts
    )
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var filter = new FailureFilter(form["kind"], form["category"], false);
        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        var found = await filter
            .Of(context.Failures.AsNoTracking())
            .OrderBy(f => f.FailedAt)
            .Take(MostAtOnce)
            .ToListAsync(http.RequestAborted);
        foreach (var failure in found)
        {
            if ((await replays.Replay(failure.Id, http.RequestAborted)).Replayed)
            {
                await audit.Write(actor, "failure.replay", failure.Id.ToString(), null, ReplayNote.Of(failure), CancellationToken.None);
            }
        }

        return Pages.Go(Links.Of(http).To(Path), "replayed");
    }
}
