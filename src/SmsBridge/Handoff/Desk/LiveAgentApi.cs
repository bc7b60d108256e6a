using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Outbound;
using SmsBridge.Storage;
using SmsBridge.Threads;

namespace SmsBridge.Handoff.Desk;

/// <summary>A text of people, on its way.</summary>
/// <param name="HandoffId">The handoff.</param>
/// <param name="ClientMessageId">The caller's id of the text.</param>
/// <param name="Messages">The parts in which the text is sent, with their delivery states.</param>
internal sealed record MessageResponse(Guid HandoffId, string ClientMessageId, IReadOnlyList<MessageView> Messages);

/// <summary><c>/api/v1/handoffs/{id}</c>: people have a thread. Every refusal has a stable <c>code</c>.</summary>
internal static class LiveAgentApi
{
    // What the operations have in common when they refuse, for their documentation.
    private static readonly Refusal[] Kept = [Refusal.NotAccepted, Refusal.StaleToken];
    private static readonly IResult Unknown = Refusal.Unknown(Story.Handoff).Problem();
    private static readonly IResult Over = Refusal.Over(HandoffState.Released).Problem();
    private static readonly IResult Reused = Refusal.Reused(LiveAgentExamples.Write.ClientMessageId!).Problem();
    private static readonly IResult NoToken = Refusal.Invalid((LiveAgentExamples.Release with { ControlToken = null }).Errors());
    private static readonly IResult TooLong = Refusal.Invalid(new AcceptRequest(new string('a', 201)).Errors());

    public static void MapDesk(this IEndpointRouteBuilder api)
    {
        var handoff = api.MapGroup("/handoffs/{id:guid}").WithTags("Handoffs");
        handoff
            .MapPost("/accept", Accept)
            .AuditedAs("handoff.accept")
            .Documented(
                "acceptHandoff",
                "Takes the thread, or takes it over from whoever accepted before",
                "The answer holds the control token that texts and the release need; tokens of earlier accepts are stale from then on. The body may be left out."
            )
            .Takes(LiveAgentExamples.Accept)
            .Gives(200, LiveAgentExamples.Accepted)
            .Refuses(TooLong, Unknown, Over);
        handoff
            .MapPost("/messages", Write)
            .AuditedAs("handoff.message")
            .Documented(
                "writeToCustomer",
                "Sends a text to the customer, once for each clientMessageId",
                "A repeated call with the same `clientMessageId` answers as the first did. How far the text gets is told by `smsbridge.handoff.delivery.v1`, "
                    + "and by the thread. Each text lengthens the time that the control token is good for."
            )
            .Takes(LiveAgentExamples.Write)
            .Gives(202, LiveAgentExamples.Written)
            .Refuses(NoToken, Unknown, Over)
            .Refuses([.. Kept.Select(r => r.Problem()), Refusal.OptedOut.Problem(), Refusal.CountryNotAllowed.Problem(), Reused]);
        handoff
            .MapPost("/release", Release)
            .AuditedAs("handoff.release")
            .Documented(
                "releaseHandoff",
                "Gives the thread back to the agent",
                "The customer's next text opens a new conversation, which knows that people just spoke."
            )
            .Takes(LiveAgentExamples.Release)
            .Gives(200, LiveAgentExamples.Released)
            .Refuses(NoToken, Unknown, Over)
            .Refuses([.. Kept.Select(r => r.Problem()), Desk.Release.NotWithPeople.Problem()]);
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
        DeskMessages texts,
        IDbContextFactory<BridgeDbContext> contexts,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        if (request.Errors() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        var hash = ControlToken.Hash(request.ControlToken!);
        var (written, refusal) = await texts.Write(id, request.Text!, request.ClientMessageId!, hash, cancellationToken);
        if (refusal is not null)
        {
            return refusal.Problem();
        }

        if (written is null)
        {
            return Refusal.Invalid(new() { ["text"] = [Reply.NothingLeft] });
        }

        note.Changed(null, new { request.ClientMessageId, written.ThreadId });
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var messages = await context
            .Messages.AsNoTracking()
            .Where(m => m.ThreadId == written.ThreadId && written.Parts.Contains(m.Id))
            .OrderBy(m => m.Seq)
            .ToListAsync(cancellationToken);
        return TypedResults.Accepted(
            $"/api/v1/threads/{written.ThreadId}",
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
