using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Admin;

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
        return TypedResults.Ok(await FailureView.Page(found, page.Size, context, cancellationToken));
    }

    private static async Task<Results<Accepted<FailureView>, ProblemHttpResult>> Replay(
        Guid id,
        FailureReplays replays,
        IDbContextFactory<BridgeDbContext> contexts,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        var (failure, replayed) = await replays.Replay(id, cancellationToken);
        if (failure is null)
        {
            return Missing(id);
        }

        if (!replayed)
        {
            return Refused(failure.Kind, failure.ReplayedAt);
        }

        note.Changed(null, ReplayNote.Of(failure));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return TypedResults.Accepted(
            $"/api/v1/threads/{failure.ThreadId}",
            (await FailureView.Of([failure], context, cancellationToken))[0]
        );
    }

    private static ProblemHttpResult Missing(Guid id) =>
        TypedResults.Problem($"There is no failure {id}.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult Refused(string kind, DateTimeOffset? replayedAt) =>
        TypedResults.Problem(FailureReplays.WhyNot(kind, replayedAt), statusCode: StatusCodes.Status409Conflict);
}
