using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Handoff;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Storage;

namespace SmsBridge.Threads;

/// <summary><c>/api/v1/threads</c>.</summary>
internal static class ThreadsApi
{
    /// <summary>Closing goes on in the background when the Chat API takes longer.</summary>
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private static readonly MessagesQuery Newest = new();

    public static void MapThreads(this IEndpointRouteBuilder api)
    {
        var threads = api.MapGroup("/threads").WithTags("Threads");
        threads
            .MapGet("", List)
            .Documented("listThreads", "Threads, newest first", "By the time of their first text, without messages.")
            .Gives(200, new Page<ThreadView>([ThreadExamples.Short], "MjAyNi0xMS0yMVQwNzozOTo0OS44NDg3NDIwKzAwOjAw"));
        threads
            .MapGet("/{id:guid}", Find)
            .Documented(
                "getThread",
                "One thread with its newest messages in order",
                "200 of them, or as many as `limit` says; earlier ones with `next` as `cursor`. Also what is held up, until when and why."
            )
            .Gives(200, ThreadExamples.Whole)
            .Refuses(Missing(Story.Thread));
        threads
            .MapPost("/{id:guid}/close", Close)
            .AuditedAs("thread.close")
            .Documented(
                "closeThread",
                "Ends the open conversation, at the Chat API too",
                "An open handoff is released with the reason `closed`. Answers with the thread as it is then; one without conversation stays as it is."
            )
            .Gives(200, ThreadExamples.Closed)
            .Refuses(Missing(Story.Thread));
    }

    private static async Task<Ok<Page<ThreadView>>> List(
        [Description("Only this number's.")] string? number,
        [Description("Only this customer's.")] string? customer,
        [Description("Only those in this state."), Words(typeof(ThreadState))] string? state,
        IDbContextFactory<BridgeDbContext> contexts,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        (number, customer) = (Addresses.FromQuery(number), Addresses.FromQuery(customer));
        var forms = customer is null ? null : Subscriber.Forms(customer);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context
            .Threads.AsNoTracking()
            .Where(t =>
                (number == null || t.Number == number)
                && (forms == null || forms.Contains(t.Customer))
                && (state == null || t.State == state)
            );
        if (TimeCursor.Parse(page.After) is { } after)
        {
            rows = rows.Where(t => t.CreatedAt < after.At || (t.CreatedAt == after.At && t.Id.CompareTo(after.Id) < 0));
        }

        var found = await rows.OrderByDescending(t => t.CreatedAt)
            .ThenByDescending(t => t.Id)
            .Take(page.Size + 1)
            .Select(t => new
            {
                Thread = t,
                // Not the whole row: it has the number's document and all attributes.
                Conversation = context
                    .Conversations.Where(c => c.Id == t.ConversationId && c.ThreadId == t.Id)
                    .Select(c => new ConversationView(c.Id, c.ChatConversationId, c.Agent, c.VariantId, c.OpenedAt))
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var shown = Page.Of(found, page.Size, f => new TimeCursor(f.Thread.CreatedAt, f.Thread.Id).ToString());
        return TypedResults.Ok(shown.Select(f => ThreadView.Of(f.Thread, f.Conversation)));
    }

    private static async Task<Results<Ok<ThreadView>, ProblemHttpResult>> Find(
        Guid id,
        [AsParameters] MessagesQuery page,
        IDbContextFactory<BridgeDbContext> contexts,
        CancellationToken cancellationToken
    ) => await View(id, page, contexts, cancellationToken) is { } view ? TypedResults.Ok(view) : Missing(id);

    public static async Task<Results<Ok<ThreadView>, ProblemHttpResult>> Close(
        Guid id,
        ThreadCloser closer,
        IDbContextFactory<BridgeDbContext> contexts,
        TimeProvider time,
        AuditNote note,
        CancellationToken cancellationToken
    )
    {
        var before = await View(id, Newest, contexts, cancellationToken);
        if (await closer.Close(new ThreadEnd(id, "closed"), cancellationToken))
        {
            note.Changed(
                new { before?.State, before?.Conversation?.ChatConversationId },
                new { State = ThreadState.Idle, ChatConversationId = (string?)null }
            );
        }

        await WaitUntilTold(id, contexts, time, cancellationToken);
        return await View(id, Newest, contexts, cancellationToken) is { } view ? TypedResults.Ok(view) : Missing(id);
    }

    private static async Task WaitUntilTold(
        Guid id,
        IDbContextFactory<BridgeDbContext> contexts,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var began = time.GetTimestamp();
        while (
            time.GetElapsedTime(began) < CloseWait
            && await context.Conversations.AnyAsync(c => c.ThreadId == id && c.RemoteClose, cancellationToken)
        )
        {
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    private static async Task<ThreadView?> View(
        Guid id,
        MessagesQuery page,
        IDbContextFactory<BridgeDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        var (size, before) = (page.Size, page.Before);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var thread = await context.Threads.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (thread is null)
        {
            return null;
        }

        var conversation = await context
            .Conversations.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == thread.ConversationId && c.ThreadId == id, cancellationToken);
        var messages = await context
            .Messages.AsNoTracking()
            .Where(m => m.ThreadId == id && (before == null || m.Seq < before))
            .OrderByDescending(m => m.Seq)
            .Take(size + 1)
            .ToListAsync(cancellationToken);
        var shown = messages.Take(size).Reverse().ToList();
        var work = await context
            .Work.AsNoTracking()
            .Where(w => w.ThreadId == id && w.Category != null)
            .OrderBy(w => w.DueAt)
            .ToListAsync(cancellationToken);
        return ThreadView.Of(thread, conversation) with
        {
            Messages = shown.ConvertAll(m => MessageView.Of(m) with { Removed = m.Seq <= thread.BlankedTo ? true : null }),
            Next = messages.Count > size ? MessagesQuery.After(shown[0].Seq) : null,
            Waiting = work.ConvertAll(WaitingView.Of),
        };
    }

    private static ProblemHttpResult Missing(Guid id) =>
        TypedResults.Problem($"There is no thread {id}.", statusCode: StatusCodes.Status404NotFound);
}
