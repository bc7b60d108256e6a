using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Storage;

namespace SmsBridge.Dashboard;

internal sealed record NumbersModel(IReadOnlyList<NumberDocument> Numbers, string? Next, bool HasBefore);

internal sealed record NumberHistoryModel(string Number, IReadOnlyList<AuditEntry> Items, string? Next, bool HasBefore);

/// <summary>Numbers and their variants, as they are and as they were.</summary>
internal static class NumberPages
{
    public const string Path = "/numbers";

    public static void MapNumberPages(this IEndpointRouteBuilder console)
    {
        console.MapGet(Path, List);
        console.MapGet($"{Path}/new", New).NeedsRole(Role.Operator);
        console.MapGet($"{Path}/export", Export);
        console.MapGet($"{Path}/file", NumbersFileForms.Page).NeedsRole(Role.Operator);
        console.MapGet($"{Path}/{{number}}", Find);
        console.MapGet($"{Path}/{{number}}/history", History);
    }

    private static async Task<IResult> List(HttpContext http, NumberStore store, [AsParameters] PageQuery page)
    {
        var shown = await store.Page(page, http.RequestAborted);
        var next = shown.Next is null ? null : Links.Of(http).To($"{Path}?cursor={shown.Next}");
        return Pages.Show<NumbersPage, NumbersModel>(http, "Numbers", Path, new NumbersModel(shown.Items, next, page.Cursor is not null));
    }

    private static RazorComponentResult New(HttpContext http, NumberEditor editor) =>
        Pages.Show<NumberPage, NumberModel>(http, "New number", Path, editor.Show(null));

    private static async Task<IResult> Find(HttpContext http, string number, NumberStore store, NumberEditor editor) =>
        await store.Find(number, http.RequestAborted) is { } found
            ? Pages.Show<NumberPage, NumberModel>(http, found.Number, Path, editor.Show(found))
            : Pages.Message(
                http,
                StatusCodes.Status404NotFound,
                "Not set up",
                $"The number {number} is not set up. Its history, if there is any, stays.",
                Links.Of(http).Number(number, "/history")
            );

    private static async Task<IResult> History(
        HttpContext http,
        string number,
        [AsParameters] PageQuery page,
        IDbContextFactory<BridgeDbContext> contexts
    )
    {
        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        var shown = await AuditApi.Show(context.Audit.Where(a => a.Subject == number), page, http.RequestAborted);
        var next = shown.Next is null ? null : Links.Of(http).Number(number, $"/history?cursor={shown.Next}");
        return Pages.Show<NumberHistoryPage, NumberHistoryModel>(
            http,
            $"History of {number}",
            Path,
            new NumberHistoryModel(number, [.. shown.Items.Select(AuditEntry.Of)], next, page.Cursor is not null)
        );
    }

    private static async Task<IResult> Export(HttpContext http, NumberStore store)
    {
        var file = NumbersFile.Write(await store.List(null, null, http.RequestAborted), yaml: true);
        return TypedResults.File(Encoding.UTF8.GetBytes(file), "application/yaml", "numbers.yaml");
    }
}
