using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmsBridge.Ops;

namespace SmsBridge.Handoff;

/// <summary><c>/api/v1/handoffs/events</c> and <c>/api/v1/handoffs/{id}/events</c>: following events instead of polling.</summary>
internal static class EventStreamsApi
{
    public static void MapEventStreams(this IEndpointRouteBuilder handoffs)
    {
        Streams(handoffs.MapGet("/events", All), "Events of all handoffs, as they happen (server-sent events)");
        Streams(handoffs.MapGet("/{id:guid}/events", OfOne), "Events of one handoff from its first on (server-sent events)");
    }

    private static void Streams(RouteHandlerBuilder endpoint, string summary) =>
        endpoint.WithSummary(summary).Produces<string>(StatusCodes.Status200OK, "text/event-stream");

    private static EventStream All(
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        string? after,
        EventStreamFeed feed,
        TimeProvider time,
        IHostApplicationLifetime lifetime
    ) => new(feed, handoffId: null, Place(lastEventId, after), time, lifetime.ApplicationStopping);

    private static async Task<Results<EventStream, ProblemHttpResult>> OfOne(
        Guid id,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        string? after,
        EventStreamFeed feed,
        EventStreamReader reader,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken
    )
    {
        var place = Place(lastEventId, after);
        return await reader.Exists(id, cancellationToken)
            ? new EventStream(feed, id, place, time, lifetime.ApplicationStopping)
            : TypedResults.Problem($"There is no handoff {id}.", statusCode: StatusCodes.Status404NotFound);
    }

    /// <summary>The header goes first: who connects again sends it along with the address that began the stream.</summary>
    private static long? Place(string? lastEventId, string? after) =>
        (lastEventId, after) switch
        {
            ({ Length: > 0 }, _) => Number(lastEventId, "Last-Event-ID"),
            (_, { Length: > 0 }) => Number(after, "after"),
            _ => null,
        };

    private static long Number(string text, string name) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw PageQuery.Bad($"{name} is '{text}'; give the id of an event of this stream, or 0 for the first.");
}
