using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Outbound;
using SmsBridge.Storage;
using SmsBridge.Threads;
using SmsBridge.Work;

namespace SmsBridge.Ops;

/// <param name="Kind"><c>turn</c>, <c>send</c>, <c>publish</c> or <c>close</c>: the step at which the work stopped.</param>
/// <param name="SubjectId">The message, event or conversation that it is about.</param>
/// <param name="Category">What kind of failure it was.</param>
internal sealed record FailureView(
    Guid Id,
    string Kind,
    Guid ThreadId,
    Guid SubjectId,
    string Category,
    string Reason,
    int Attempts,
    DateTimeOffset FailedAt,
    DateTimeOffset? ReplayedAt
)
{
    public static FailureView Of(FailureRow row) =>
        new(row.Id, row.Kind, row.ThreadId, row.SubjectId, row.Category, row.Reason, row.Attempts, row.FailedAt, row.ReplayedAt);
}

/// <summary><c>/api/v1/failures</c>: work that gave up, and another try.</summary>
internal static class FailuresApi
{
    public static void MapFailures(this IEndpointRouteBuilder api)
    {
        var failures = api.MapGroup("/failures").WithTags("Failures");
        failures.MapGet("", List).WithSummary("Work that gave up and was not replayed, newest first; all of it with ?all=true");
        failures.MapPost("/{id:guid}/replay", Replay).WithSummary("Tries again from the step at which it stopped");
    }

    private static async Task<Ok<Page<FailureView>>> List(
        bool? all,
        IDbContextFactory<BridgeDbContext> contexts,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Failures.AsNoTracking().Where(f => all == true || f.ReplayedAt == null);
        if (TimeCursor.Parse(page.After) is { } after)
        {
            rows = rows.Where(f => f.FailedAt < after.At || (f.FailedAt == after.At && f.Id.CompareTo(after.Id) < 0));
        }

        var found = await rows.OrderByDescending(f => f.FailedAt)
            .ThenByDescending(f => f.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found.ConvertAll(FailureView.Of), page.Size, f => new TimeCursor(f.FailedAt, f.Id).ToString()));
    }

    private static async Task<Results<Accepted<FailureView>, ProblemHttpResult>> Replay(
        Guid id,
        FailureStore store,
        IDbContextFactory<BridgeDbContext> contexts,
        IWorkSignal<TurnWorker> turns,
        IWorkSignal<SendWorker> sends,
        IWorkSignal<RemoteCloser> closes,
        CancellationToken cancellationToken
    )
    {
        var kind = await store.Replay(id, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Failures.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancellationToken);
        if (row is null)
        {
            return TypedResults.Problem($"There is no failure {id}.", statusCode: StatusCodes.Status404NotFound);
        }

        if (kind is null)
        {
            return TypedResults.Problem(
                row.ReplayedAt is null
                    ? $"Work of the kind '{row.Kind}' goes on by itself."
                    : "It was replayed already; a new try that fails is a failure of its own.",
                statusCode: StatusCodes.Status409Conflict
            );
        }

        Action wake = kind switch
        {
            WorkKind.Turn => turns.Wake,
            WorkKind.Send => sends.Wake,
            _ => closes.Wake,
        };
        wake();
        return TypedResults.Accepted($"/api/v1/threads/{row.ThreadId}", FailureView.Of(row));
    }
}
