using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Storage;
using SmsBridge.Threads;

namespace SmsBridge.Dashboard;

/// <param name="What">What the list shows, in words.</param>
internal sealed record ThreadsModel(
    string What,
    string? Search,
    string? Number,
    string? State,
    string? Error,
    IReadOnlyList<string> Numbers,
    IReadOnlyList<ThreadRow> Threads,
    string? Next = null,
    bool HasBefore = false
);

/// <summary>Threads: finding one, reading it as it goes on, ending its conversation.</summary>
internal static class ThreadPages
{
    private const string Path = "/threads";

    public static void MapThreadPages(this IEndpointRouteBuilder console)
    {
        console.MapGet(Path, List);
        console.MapGet($"{Path}/{{id:guid}}", Find);
    }

    public static void MapThreadForms(this IEndpointRouteBuilder forms)
    {
        // A form, so that a customer's number stands in no address: addresses end up in logs and histories.
        forms.MapPost($"{Path}/search", Search).NeedsRole(Role.Viewer).NotAudited("only looks for threads and changes nothing");
        forms.MapPost($"{Path}/{{id:guid}}/close", Close).AuditedAs("thread.close");
    }

    private static async Task<IResult> List(
        HttpContext http,
        string? number,
        string? state,
        [AsParameters] PageQuery page,
        ThreadReader reader,
        NumberStore numbers
    )
    {
        (number, state) = (string.IsNullOrEmpty(number) ? null : Addresses.FromQuery(number), string.IsNullOrEmpty(state) ? null : state);
        var ours = await Ours(numbers, http.RequestAborted);
        if (number is null && state is null)
        {
            var active = await reader.Active(http.RequestAborted);
            return Show(http, new ThreadsModel("Lately active", null, null, null, null, ours, active));
        }

        var found = await reader.Of(number, state, page, http.RequestAborted);
        var query = $"?number={Uri.EscapeDataString(number ?? "")}&state={Uri.EscapeDataString(state ?? "")}";
        var next = found.Next is null ? null : Links.Of(http).To($"{Path}{query}&cursor={found.Next}");
        return Show(http, new ThreadsModel("Newest first", null, number, state, null, ours, found.Items, next, page.Cursor is not null));
    }

    private static async Task<IResult> Search(HttpContext http, ThreadReader reader, NumberStore numbers)
    {
        var typed = (await http.Request.ReadFormAsync(http.RequestAborted))["customer"].ToString().Trim();
        var ours = await Ours(numbers, http.RequestAborted);
        var digits = string.Concat(typed.Where(char.IsAsciiDigit));
        if (digits.Length < 3)
        {
            return Show(
                http,
                new ThreadsModel("", typed, null, null, "Give the customer's number, or at least its last three digits.", ours, []),
                StatusCodes.Status400BadRequest
            );
        }

        var found = await reader.EndingIn(digits, http.RequestAborted);
        return found is [var only]
            ? Pages.Go(Links.Of(http).Thread(only.Id))
            : Show(
                http,
                new ThreadsModel($"{Dashboard.Show.Count(found.Count, "thread", "threads")} found", typed, null, null, null, ours, found)
            );
    }

    private static async Task<IResult> Find(HttpContext http, Guid id, long? before, ThreadReader reader) =>
        await reader.Find(id, before, http.RequestAborted) is { } found
            ? Pages.Show<ThreadPage, ThreadModel>(http, "Thread", Path, found)
            : Pages.Missing(http, $"There is no thread {id}.");

    private static async Task<IResult> Close(
        HttpContext http,
        Guid id,
        ThreadCloser closer,
        IDbContextFactory<BridgeDbContext> contexts,
        TimeProvider time,
        AuditNote note
    )
    {
        var done = await ThreadsApi.Close(id, closer, contexts, time, note, http.RequestAborted);
        return done.Result is ProblemHttpResult
            ? Pages.Missing(http, $"There is no thread {id}.")
            : Pages.Go(Links.Of(http).Thread(id), note.HasChanged ? "closed" : "idle");
    }

    private static async Task<List<string>> Ours(NumberStore numbers, CancellationToken cancellationToken) =>
        (await numbers.List(null, 500, cancellationToken)).ConvertAll(n => n.Number);

    private static RazorComponentResult Show(HttpContext http, ThreadsModel model, int status = StatusCodes.Status200OK) =>
        Pages.Show<ThreadsPage, ThreadsModel>(http, "Threads", Path, model, status);
}
