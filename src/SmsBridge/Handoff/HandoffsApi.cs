using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Queues;
using SmsBridge.Storage;

namespace SmsBridge.Handoff;

/// <summary><c>/api/v1/handoffs</c>.</summary>
internal static class HandoffsApi
{
    public static void MapHandoffs(this IEndpointRouteBuilder api)
    {
        var handoffs = api.MapGroup("/handoffs").WithTags("Handoffs");
        handoffs
            .MapGet("", List)
            .Documented(
                "listHandoffs",
                "Handoffs, newest first",
                "Reading takes nothing from a queue. A page may have fewer than `limit` where their data is long."
            )
            .Gives(200, new Page<HandoffView>([HandoffExamples.Accepted], null))
            .Refuses(TypedResults.Problem(UnknownState("open"), statusCode: StatusCodes.Status400BadRequest));
        handoffs
            .MapGet("/{id:guid}", Find)
            .Documented("getHandoff", "One handoff", "What has become of it, and the data of its first event.")
            .Gives(200, HandoffExamples.Accepted)
            .Refuses(EventStreamsApi.Missing(Story.Handoff));
        handoffs.MapEventStreams();
    }

    private static async Task<Ok<Page<HandoffView>>> List(
        [Description("Only those in this state: `waiting`, `accepted`, `released`, `expired`, or several with commas between.")]
            string? state,
        [Description("Only those that went to this queue.")] string? queue,
        [Description("Only this thread's.")] Guid? threadId,
        IDbContextFactory<BridgeDbContext> contexts,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        var wanted = Wanted(state);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context
            .Handoffs.AsNoTracking()
            .Where(h =>
                (wanted == null || wanted.Contains(h.State))
                && (queue == null || h.Queue == queue || (h.Queues != null && h.Queues.Contains(queue)))
                && (threadId == null || h.ThreadId == threadId)
            );
        if (TimeCursor.Parse(page.After) is { } after)
        {
            rows = rows.Where(h => h.RequestedAt < after.At || (h.RequestedAt == after.At && h.Id.CompareTo(after.Id) < 0));
        }

        var shown = await Page.Read(
            rows.OrderByDescending(h => h.RequestedAt).ThenByDescending(h => h.Id),
            page.Size,
            h => h.Data.Length,
            h => new TimeCursor(h.RequestedAt, h.Id).ToString(),
            cancellationToken
        );
        return TypedResults.Ok(shown.Select(HandoffView.Of));
    }

    private static async Task<Results<Ok<HandoffView>, ProblemHttpResult>> Find(
        Guid id,
        IDbContextFactory<BridgeDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Handoffs.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, cancellationToken);
        return row is null ? EventStreamsApi.Missing(id) : TypedResults.Ok(HandoffView.Of(row));
    }

    /// <summary>One state, or several with commas between; null: all.</summary>
    private static string[]? Wanted(string? state)
    {
        if (string.IsNullOrEmpty(state))
        {
            return null;
        }

        var wanted = state.Split(',', StringSplitOptions.TrimEntries);
        return wanted.Except(HandoffState.All, StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? throw PageQuery.Bad(UnknownState(unknown))
            : wanted;
    }

    private static string UnknownState(string state) => $"state is '{state}'. Known states: {string.Join(", ", HandoffState.All)}.";
}
