using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmsBridge.Hosting;

namespace SmsBridge.Queues;

/// <summary><c>/api/v1/handoffs/events</c> and <c>/api/v1/handoffs/{id}/events</c>: following events instead of polling.</summary>
internal static class EventStreamsApi
{
    private const string About =
        "Server-sent events: `id` is the event's place in the stream, `event` its type, `data` the whole event (schema `HandoffEvent`) in one line. "
        + "Takes nothing from a queue. A comment comes after 15 s of silence; whoever is cut off goes on where it was with `Last-Event-ID`.";

    private const string LastEventId =
        "The `id` of the last event that you have; browsers send it by themselves. `0`: from the first event there is.";

    private const string After = "The same for clients that cannot set the header, which goes first.";

    private static readonly IResult NoPlace = TypedResults.Problem(
        BadPlace("yesterday", "after"),
        statusCode: StatusCodes.Status400BadRequest
    );

    public static void MapEventStreams(this IEndpointRouteBuilder handoffs)
    {
        handoffs
            .MapGet("/events", All)
            .HoldsItsConnection()
            .Documented(
                "followHandoffEvents",
                "Events of all handoffs, as they happen",
                $"Begins with what comes from now on, unless `Last-Event-ID` or `after` says otherwise. {About}"
            )
            .GivesText("text/event-stream", QueueExamples.Stream)
            .Refuses(NoPlace);
        handoffs
            .MapGet("/{id:guid}/events", OfOne)
            .HoldsItsConnection()
            .Documented("followHandoff", "Events of one handoff, from its first on", $"Goes on until the client ends it. {About}")
            .GivesText("text/event-stream", QueueExamples.Stream)
            .Refuses(NoPlace, Missing(Story.Handoff));
    }

    private static EventStream All(
        [Description(LastEventId), FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        [Description(After)] string? after,
        EventStreamFeed feed,
        TimeProvider time,
        IHostApplicationLifetime lifetime
    ) => new(feed, handoffId: null, Place(lastEventId, after), time, lifetime.ApplicationStopping);

    private static async Task<Results<EventStream, ProblemHttpResult>> OfOne(
        Guid id,
        [Description(LastEventId), FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        [Description(After)] string? after,
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
            : Missing(id);
    }

    public static ProblemHttpResult Missing(Guid handoffId) =>
        TypedResults.Problem($"There is no handoff {handoffId}.", statusCode: StatusCodes.Status404NotFound);

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
            : throw PageQuery.Bad(BadPlace(text, name));

    private static string BadPlace(string text, string name) =>
        $"{name} is '{text}'; give the id of an event of this stream, or 0 for the first.";
}
