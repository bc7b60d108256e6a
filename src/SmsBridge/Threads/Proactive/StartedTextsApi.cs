using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Storage;

namespace SmsBridge.Threads.Proactive;

/// <summary>A text that we started.</summary>
/// <param name="ThreadId">The thread that it is part of.</param>
/// <param name="ClientMessageId">The caller's id of it.</param>
/// <param name="Messages">The parts in which the text is sent, with their delivery states.</param>
/// <param name="SendAt">When, quiet hours counted; null: at once.</param>
internal sealed record StartedTextView(Guid ThreadId, string ClientMessageId, IReadOnlyList<MessageView> Messages, DateTimeOffset? SendAt);

/// <summary><c>/api/v1/messages</c>: texts that nobody asked for. Every refusal has a stable <c>code</c>.</summary>
internal static class StartedTextsApi
{
    public static void MapStartedTexts(this IEndpointRouteBuilder api)
    {
        var messages = api.MapGroup("/messages").WithTags("Messages");
        messages
            .MapPost("", Start)
            .AuditedAs("message.start")
            .Documented(
                "startText",
                "Texts a customer, now or later, once for each clientMessageId",
                "A repeated call with the same `clientMessageId` answers as the first did, and the text goes out once. It waits for `sendAt` and for the "
                    + "number's quiet hours, the later of both. The customer's reply opens a conversation that knows of the text."
            )
            .Takes(ThreadExamples.Start)
            .Gives(202, ThreadExamples.Started)
            .Refuses(
                Refusal.Invalid(StartRequest.NoNumber(Story.Number)),
                Refusal.OptedOut.Problem(),
                StartRules.WithPeople.Problem(),
                Refusal.CountryNotAllowed.Problem(),
                Refusal.Reused(ThreadExamples.ClientMessageId).Problem()
            );
        messages
            .MapDelete("/{id:guid}", Cancel)
            .AuditedAs("message.cancel")
            .Documented(
                "cancelText",
                "Cancels a text that waits for its time",
                "Any part of the text names it; all of its parts are canceled."
            )
            .Gives(200, ThreadExamples.Canceled)
            .Refuses(StartedTexts.Unknown(Story.Other).Problem(), StartedTexts.NotScheduled.Problem());
    }

    private static async Task<Results<Accepted<StartedTextView>, ValidationProblem, ProblemHttpResult>> Start(
        StartRequest request,
        StartedTexts texts,
        NumberBook numbers,
        TimeProvider time,
        IDbContextFactory<BridgeDbContext> contexts,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        if (request.Number is { } named && numbers.Find(named) is null)
        {
            // It may have been configured at another instance a moment ago.
            await numbers.Refresh(cancellationToken);
        }

        var now = time.GetUtcNow();
        if (request.Errors(numbers, now) is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        var (stored, refusal) = await texts.Write(Text(request, numbers.Find(request.Number!)!, now), cancellationToken);
        if (refusal is null)
        {
            note.Changed(null, new { stored!.ThreadId, request.ClientMessageId });
        }

        return refusal is not null
            ? refusal.Problem()
            : TypedResults.Accepted($"/api/v1/threads/{stored!.ThreadId}", await View(stored, contexts, cancellationToken));
    }

    private static async Task<Results<Ok<StartedTextView>, ProblemHttpResult>> Cancel(
        Guid id,
        StartedTexts texts,
        IDbContextFactory<BridgeDbContext> contexts,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        var (canceled, refusal) = await texts.Cancel(id, cancellationToken);
        if (refusal is null)
        {
            note.Changed(null, new { canceled!.ThreadId, Status = OutboundStatus.Canceled });
        }

        return refusal is not null ? refusal.Problem() : TypedResults.Ok(await View(canceled!, contexts, cancellationToken));
    }

    private static StartedText Text(StartRequest request, NumberDocument number, DateTimeOffset now)
    {
        var zones = request.IgnoreQuietHours ? [] : CustomerZones.For(number, request.Customer!, request.TimeZone);
        var wanted = request.At is { } at && at > now ? at : now;
        var allowed = number.QuietHours?.NextAllowed(wanted, zones) ?? wanted;
        return new StartedText(
            request.Number!,
            request.Customer!,
            Reply.Shape(Author.Bridge, request.Text!, request.Number!, number.SegmentsPerPart),
            new StartedWords(request.Text!, zones),
            request.ClientMessageId!,
            allowed > now ? allowed : null
        );
    }

    private static async Task<StartedTextView> View(
        StoredParts stored,
        IDbContextFactory<BridgeDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context
            .Messages.AsNoTracking()
            .Where(m => m.ThreadId == stored.ThreadId && stored.Parts.Contains(m.Id))
            .OrderBy(m => m.Seq)
            .ToListAsync(cancellationToken);
        return new StartedTextView(stored.ThreadId, rows[0].ClientId!, rows.ConvertAll(MessageView.Of), rows[0].SendAt);
    }
}
