using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Numbers;
using SmsBridge.Ops;
using SmsBridge.Outbound;
using SmsBridge.Storage;
using SmsBridge.Threads;

namespace SmsBridge.LiveAgent;

/// <param name="Messages">The parts in which the text is sent, with their delivery states.</param>
internal sealed record MessageResponse(Guid HandoffId, string ClientMessageId, IReadOnlyList<MessageView> Messages);

/// <summary><c>/api/v1/handoffs/{id}</c>: people have a thread. Every refusal has a stable <c>code</c>.</summary>
internal static class LiveAgentApi
{
    public static void MapDesk(this IEndpointRouteBuilder api)
    {
        var handoff = api.MapGroup("/handoffs/{id:guid}").WithTags("Handoffs");
        handoff
            .MapPost("/accept", Accept)
            .AuditedAs("handoff.accept")
            .WithSummary("Takes the thread, or takes it over from whoever accepted before");
        handoff
            .MapPost("/messages", Write)
            .AuditedAs("handoff.message")
            .WithSummary("Sends a text to the customer, once for each clientMessageId");
        handoff.MapPost("/release", Release).AuditedAs("handoff.release").WithSummary("Gives the thread back to the agent");
    }

    private static async Task<Results<Ok<AcceptResponse>, ValidationProblem, ProblemHttpResult>> Accept(
        Guid id,
        AcceptRequest? request,
        Acceptance acceptance,
        IDbContextFactory<BridgeDbContext> contexts,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        if (request?.Errors() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        if (await acceptance.Accept(id, request?.AcceptedBy, cancellationToken) is { } accepted)
        {
            note.Changed(null, new { request?.AcceptedBy, accepted.ExpiresAt });
            return TypedResults.Ok(accepted);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var state = await context.Handoffs.Where(h => h.Id == id).Select(h => h.State).SingleOrDefaultAsync(cancellationToken);
        return (state is null ? Refusal.Unknown(id) : Refusal.Over(state)).Problem();
    }

    private static async Task<Results<Accepted<MessageResponse>, ValidationProblem, ProblemHttpResult>> Write(
        Guid id,
        MessageRequest request,
        Messages texts,
        IDbContextFactory<BridgeDbContext> contexts,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        if (request.Errors() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        if (Reply.Shape(Author.LiveAgent, request.Text!, NumberDocument.DefaultSegmentsPerPart).Count == 0)
        {
            return Refusal.Invalid(new() { ["text"] = ["Nothing is left of the text once it is made ready for sending."] });
        }

        var hash = ControlToken.Hash(request.ControlToken!);
        var (written, refusal) = await texts.Write(id, request.Text!, request.ClientMessageId!, hash, cancellationToken);
        if (refusal is not null)
        {
            return refusal.Problem();
        }

        note.Changed(null, new { request.ClientMessageId, written!.ThreadId });
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var messages = await context
            .Messages.AsNoTracking()
            .Where(m => m.ThreadId == written!.ThreadId && written.Parts.Contains(m.Id))
            .OrderBy(m => m.Seq)
            .ToListAsync(cancellationToken);
        return TypedResults.Accepted(
            $"/api/v1/threads/{written!.ThreadId}",
            new MessageResponse(id, request.ClientMessageId!, messages.ConvertAll(MessageView.Of))
        );
    }

    private static async Task<Results<Ok<ReleaseResponse>, ValidationProblem, ProblemHttpResult>> Release(
        Guid id,
        ReleaseRequest request,
        Release release,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        if (request.Errors() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        var (released, refusal) = await release.End(id, request.Reason!, ControlToken.Hash(request.ControlToken!), cancellationToken);
        if (refusal is not null)
        {
            return refusal.Problem();
        }

        note.Changed(null, released);
        return TypedResults.Ok(released);
    }
}
