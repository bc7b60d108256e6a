using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Admin;

/// <summary>Work that gave up.</summary>
/// <param name="Id">Of the failure.</param>
/// <param name="Kind">The step at which the work stopped.</param>
/// <param name="ThreadId">The thread that it is part of.</param>
/// <param name="SubjectId">The message, delivery or conversation that it is about.</param>
/// <param name="Category">What kind of failure it was.</param>
/// <param name="Reason">For people; without texts, numbers and secrets.</param>
/// <param name="Attempts">Tries before it gave up.</param>
/// <param name="FailedAt">When it gave up.</param>
/// <param name="ReplayedAt">When it was given another try; null: not yet.</param>
/// <param name="Queue">Of a <c>publish</c>: the queue that does not have the event.</param>
/// <param name="Event">Of a <c>publish</c>: the whole CloudEvent.</param>
internal sealed record FailureView(
    Guid Id,
    [property: Words(typeof(WorkKind))] string Kind,
    Guid ThreadId,
    Guid SubjectId,
    [property: Words(typeof(FailureCategory))] string Category,
    string Reason,
    int Attempts,
    DateTimeOffset FailedAt,
    DateTimeOffset? ReplayedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Queue = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EventJson? Event = null
)
{
    /// <summary>Events that are read together, of 256 KiB each at the most.</summary>
    private const int AtOnce = 20;

    public static FailureView Of(FailureRow row) =>
        new(row.Id, row.Kind, row.ThreadId, row.SubjectId, row.Category, row.Reason, row.Attempts, row.FailedAt, row.ReplayedAt);

    /// <summary>One page, with the events of those that could not be published; it ends earlier than asked for where these are long.</summary>
    /// <param name="found">Up to one more than fits, newest first.</param>
    public static async Task<Page<FailureView>> Page(
        List<FailureRow> found,
        int size,
        BridgeDbContext context,
        CancellationToken cancellationToken
    )
    {
        var (shown, characters) = (new List<FailureView>(), 0L);
        foreach (var some in found.Take(size).Chunk(AtOnce).TakeWhile(_ => characters < Hosting.Page.MostCharacters))
        {
            shown.AddRange(await Of(some, context, cancellationToken));
            characters += shown.TakeLast(some.Length).Sum(f => f.Event?.Text.Length ?? 0);
        }

        return Hosting.Page.Of(shown, found.Count > shown.Count, f => new TimeCursor(f.FailedAt, f.Id).ToString());
    }

    /// <summary>With the events of those that could not be published.</summary>
    public static async Task<List<FailureView>> Of(
        IReadOnlyCollection<FailureRow> rows,
        BridgeDbContext context,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.Where(r => r.Kind == WorkKind.Publish).Select(r => r.SubjectId).ToList();
        var events = ids.Count == 0 ? [] : await Events(context, ids).ToDictionaryAsync(e => e.Id, cancellationToken);
        return rows.Select(r =>
                events.GetValueOrDefault(r.SubjectId) is { } found
                    ? Of(r) with
                    {
                        Queue = found.Queue,
                        Event = new EventJson(found.Event),
                    }
                    : Of(r)
            )
            .ToList();
    }

    private static IQueryable<Unpublished> Events(BridgeDbContext context, List<Guid> deliveries) =>
        from d in context.OutboxDeliveries.AsNoTracking()
        join e in context.HandoffEvents.AsNoTracking() on new { Id = d.EventId, d.ThreadId } equals new { e.Id, e.ThreadId }
        where deliveries.Contains(d.Id)
        select new Unpublished(d.Id, d.Queue, e.Event);

    private sealed record Unpublished(Guid Id, string Queue, string Event);
}
