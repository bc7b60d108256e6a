using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Outbound;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Threads;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Admin;

/// <summary>A replay as the audit log has it.</summary>
internal sealed record ReplayNote(string Kind, Guid ThreadId, string Category)
{
    public static ReplayNote Of(FailureRow row) => new(row.Kind, row.ThreadId, row.Category);
}

/// <summary><c>/api/v1/failures</c>: work that gave up, and another try.</summary>
internal static class FailuresApi
{
    public static void MapFailures(this IEndpointRouteBuilder api)
    {
        var failures = api.MapGroup("/failures").WithTags("Failures");
        failures
            .MapGet("", List)
            .Documented(
                "listFailures",
                "Work that gave up and was not replayed, newest first",
                "What is only delayed is not here; a thread's `waiting` has it."
            )
            .Gives(200, new Page<FailureView>([OpsExamples.Turn, OpsExamples.Publish], null));
        failures
            .MapPost("/{id:guid}/replay", Replay)
            .AuditedAs("failure.replay")
            .Documented(
                "replayFailure",
                "Tries again from the step at which it stopped",
                "Each failure once; a new try that fails is a failure of its own. The thread shows what comes of it."
            )
            .Gives(202, OpsExamples.Replayed)
            .Refuses(Missing(Story.Other), Refused(OpsExamples.Replayed.Kind, OpsExamples.Replayed.ReplayedAt));
    }

    private static async Task<Ok<Page<FailureView>>> List(
        [Description("True: also what was replayed.")] bool? all,
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
        var shown = await FailureView.Of(found, context, cancellationToken);
        return TypedResults.Ok(Page.Of(shown, page.Size, f => new TimeCursor(f.FailedAt, f.Id).ToString()));
    }

    public static async Task<Results<Accepted<FailureView>, ProblemHttpResult>> Replay(
        Guid id,
        FailureStore store,
        IDbContextFactory<BridgeDbContext> contexts,
        IWorkSignal<TurnWorker> turns,
        IWorkSignal<SendWorker> sends,
        IWorkSignal<RemoteCloser> closes,
        IWorkSignal<Publisher> publishes,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        var kind = await store.Replay(id, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Failures.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, cancellationToken);
        if (row is null)
        {
            return Missing(id);
        }

        if (kind is null)
        {
            return Refused(row.Kind, row.ReplayedAt);
        }

        Action wake = kind switch
        {
            WorkKind.Turn => turns.Wake,
            WorkKind.Send => sends.Wake,
            WorkKind.Publish => publishes.Wake,
            _ => closes.Wake,
        };
        wake();
        note.Changed(null, ReplayNote.Of(row));
        return TypedResults.Accepted($"/api/v1/threads/{row.ThreadId}", (await FailureView.Of([row], context, cancellationToken))[0]);
    }

    private static ProblemHttpResult Missing(Guid id) =>
        TypedResults.Problem($"There is no failure {id}.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult Refused(string kind, DateTimeOffset? replayedAt) =>
        TypedResults.Problem(
            replayedAt is null
                ? $"Work of the kind '{kind}' goes on by itself."
                : "It was replayed already; a new try that fails is a failure of its own.",
            statusCode: StatusCodes.Status409Conflict
        );
}
