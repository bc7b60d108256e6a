using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Handoff.Desk;

/// <summary><c>/api/v1/threads/{id}/take-over</c>: people take a thread from the agent.</summary>
internal static class TakeOverApi
{
    public static void MapTakeOver(this IEndpointRouteBuilder api) =>
        api.MapPost("/threads/{id:guid}/take-over", Begin)
            .AuditedAs("thread.take-over")
            .WithTags("Threads")
            .Documented(
                "takeOverThread",
                "Hands the thread to people without the agent's asking",
                "The agent's reply that is on its way is dropped. With `acceptedBy` the handoff is accepted at once, and the answer holds the control token. "
                    + "The body may be left out."
            )
            .Takes(LiveAgentExamples.TakeOver)
            .Gives(201, LiveAgentExamples.TakenOver)
            .Refuses(
                Refusal.Invalid(new TakeOverRequest(AcceptedBy: new string('a', 201)).Errors()),
                Missing(Story.Thread),
                NotWithAgent(ThreadState.Idle).Problem()
            );

    private static async Task<Results<Created<TakeOverResponse>, ValidationProblem, ProblemHttpResult>> Begin(
        Guid id,
        TakeOverRequest? request,
        TakeOver takeOver,
        Acceptance acceptance,
        IDbContextFactory<BridgeDbContext> contexts,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        request ??= new TakeOverRequest();
        if (request.Errors() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        // Before anything is taken from the agent: a thread that it does not have must not be disturbed.
        if (await State(id, contexts, cancellationToken) is not { } state)
        {
            return Missing(id);
        }

        if (
            state != ThreadState.Agent
            || await takeOver.Begin(id, HandoffCause.People(request.Destination, request.Reason), cancellationToken) is not { } handoff
        )
        {
            return NotWithAgent(await State(id, contexts, cancellationToken)).Problem();
        }

        note.Changed(null, new { HandoffId = handoff, request.AcceptedBy });
        var accepted = request.AcceptedBy is null ? null : await acceptance.Accept(handoff, request.AcceptedBy, cancellationToken);
        return TypedResults.Created(
            $"/api/v1/handoffs/{handoff}",
            new TakeOverResponse(handoff, accepted?.ControlToken, accepted?.ExpiresAt)
        );
    }

    private static ProblemHttpResult Missing(Guid id) =>
        TypedResults.Problem($"There is no thread {id}.", statusCode: StatusCodes.Status404NotFound);

    private static Refusal NotWithAgent(string? state) =>
        Refusal.Conflict(
            "not-with-agent",
            $"The thread is in state '{state}'; only one that the agent has can be taken over. Accept the handoff that waits, if there is one."
        );

    private static async Task<string?> State(Guid id, IDbContextFactory<BridgeDbContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Threads.Where(t => t.Id == id).Select(t => t.State).SingleOrDefaultAsync(cancellationToken);
    }
}
