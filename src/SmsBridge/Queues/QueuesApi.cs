using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>How many events, for how long.</summary>
/// <param name="Max">Events at the most.</param>
/// <param name="LeaseSeconds">How long they are the caller's.</param>
/// <param name="WaitSeconds">How long to wait for the first.</param>
internal sealed record ReceiveRequest(
    [property: Range(1, 100)] int Max = 10,
    [property: Range(1, 3600)] int LeaseSeconds = 30,
    [property: Range(0, 30)] int WaitSeconds = 0
);

/// <summary>Leased events.</summary>
/// <param name="Deliveries">Oldest first, one of a thread at the most; empty: none came.</param>
internal sealed record ReceiveResponse(IReadOnlyList<Delivery> Deliveries);

/// <summary>Which leases are done with.</summary>
/// <param name="DeliveryIds">Of a receive; ids whose lease is over are passed over.</param>
internal sealed record SettleRequest(Guid[] DeliveryIds);

/// <summary>What became of it.</summary>
/// <param name="Settled">How many of the ids were still leased by the caller.</param>
internal sealed record SettleResponse(int Settled);

/// <summary><c>/api/v1/queues</c>: how queues are, letting one go on, and pulling from queues of type <c>postgres</c>.</summary>
internal static class QueuesApi
{
    private const string Nowhere = "nowhere";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public static void MapQueues(this IEndpointRouteBuilder api)
    {
        api.MapGet("/queues", List)
            .WithTags("Queues")
            .Documented(
                "listQueues",
                "Every queue: what waits for it, and whether it is stopped",
                "All that are configured, and those for which something waits."
            )
            .Gives(200, new Page<QueueView>([QueueExamples.Stopped], null));
        api.MapPost("/queues/{name}/resume", Resume)
            .WithTags("Queues")
            .AuditedAs("queue.resume", "name")
            .Documented(
                "resumeQueue",
                "Lets a stopped queue go on, and tries at once what waits for it",
                "A queue of type `webhook` stops when its receiver answers 410. Answers with the queue as it is then; one that is not stopped stays as it is."
            )
            .Gives(200, QueueExamples.Running)
            .Refuses(NoQueue(Nowhere, [QueueExamples.Running.Name]));
        var queue = api.MapGroup("/queues/{name}").WithTags("Queues").NotAudited("a desk takes its own events; each has its state already");
        queue
            .MapPost("/receive", Receive)
            .HoldsItsConnection()
            .Documented(
                "receiveEvents",
                "Leases events; they come again when not acknowledged in time",
                "From queues of type `postgres`. While an event of a thread is leased or unacknowledged, later ones of that thread are not delivered."
            )
            .Takes(new ReceiveRequest(10, 30, 5))
            .Gives(200, QueueExamples.Received)
            .Gives(200, new ReceiveResponse([]), "nothing came")
            .Refuses(TypedResults.ValidationProblem(Errors(new ReceiveRequest(Max: 101))), NoPull(Nowhere, ["desk"]));
        queue
            .MapPost("/ack", Ack)
            .Documented(
                "acknowledgeEvents",
                "Removes leased events for good",
                "A lease that has run out is passed over: the event comes again."
            )
            .Takes(QueueExamples.Settle)
            .Gives(200, new SettleResponse(1))
            .Refuses(NoPull(Nowhere, ["desk"]));
        queue
            .MapPost("/nack", Nack)
            .Documented("returnEvents", "Gives leased events back at once", "They are available to the next receive.")
            .Takes(QueueExamples.Settle)
            .Gives(200, new SettleResponse(1))
            .Refuses(NoPull(Nowhere, ["desk"]));
    }

    private static async Task<Ok<Page<QueueView>>> List(QueueReader reader, CancellationToken aborted) =>
        TypedResults.Ok(new Page<QueueView>(await reader.All(aborted), null));

    public static async Task<Results<Ok<QueueView>, ProblemHttpResult>> Resume(
        string name,
        QueueTargets targets,
        QueueStops stops,
        QueueReader reader,
        IWorkSignal<Publisher> publisher,
        AuditNote note,
        CancellationToken aborted
    )
    {
        if (targets.Find(name) is null)
        {
            return NoQueue(name, targets.Names);
        }

        var before = (await reader.All(aborted)).Single(q => q.Name == name);
        await stops.Resume(name, aborted);
        publisher.Wake();
        var after = (await reader.All(aborted)).Single(q => q.Name == name);
        note.Changed(new { before.Stopped }, new { after.Stopped });
        return TypedResults.Ok(after);
    }

    private static async Task<Results<Ok<ReceiveResponse>, ValidationProblem, ProblemHttpResult>> Receive(
        string name,
        ReceiveRequest request,
        QueueTargets targets,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        CancellationToken aborted
    )
    {
        if (targets.Find(name)?.Queue is not PostgresQueue queue)
        {
            return Missing(name, targets);
        }

        if (Errors(request) is { Count: > 0 } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var until = time.GetTimestamp();
        while (true)
        {
            var deliveries = await queue.Receive(request.Max, TimeSpan.FromSeconds(request.LeaseSeconds), aborted);
            var over = time.GetElapsedTime(until) >= TimeSpan.FromSeconds(request.WaitSeconds);
            if (deliveries.Count > 0 || over || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return TypedResults.Ok(new ReceiveResponse(deliveries));
            }

            await Task.Delay(LookEvery, time, aborted);
        }
    }

    private static async Task<Results<Ok<SettleResponse>, ProblemHttpResult>> Ack(
        string name,
        SettleRequest request,
        QueueTargets targets,
        CancellationToken aborted
    ) =>
        targets.Find(name)?.Queue is PostgresQueue queue
            ? TypedResults.Ok(new SettleResponse(await queue.Ack(request.DeliveryIds, aborted)))
            : Missing(name, targets);

    private static async Task<Results<Ok<SettleResponse>, ProblemHttpResult>> Nack(
        string name,
        SettleRequest request,
        QueueTargets targets,
        CancellationToken aborted
    ) =>
        targets.Find(name)?.Queue is PostgresQueue queue
            ? TypedResults.Ok(new SettleResponse(await queue.Nack(request.DeliveryIds, aborted)))
            : Missing(name, targets);

    private static Dictionary<string, string[]> Errors(ReceiveRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Within(int value, int least, int most, string member)
        {
            if (value < least || value > most)
            {
                errors[member] = [$"{value} is not within {least} and {most}."];
            }
        }

        Within(request.Max, 1, 100, "max");
        Within(request.LeaseSeconds, 1, 3600, "leaseSeconds");
        Within(request.WaitSeconds, 0, 30, "waitSeconds");
        return errors;
    }

    private static ProblemHttpResult Missing(string name, QueueTargets targets) =>
        NoPull(name, targets.Names.Where(n => targets.Find(n)?.Queue is PostgresQueue));

    private static ProblemHttpResult NoPull(string name, IEnumerable<string> pulled) =>
        TypedResults.Problem(
            $"There is no queue '{name}' to pull from. Queues of type {PostgresQueue.Kind}: {string.Join(", ", pulled)}.",
            statusCode: StatusCodes.Status404NotFound
        );

    private static ProblemHttpResult NoQueue(string name, IEnumerable<string> all) =>
        TypedResults.Problem(
            $"There is no queue '{name}'. Configured under Queues: {string.Join(", ", all)}.",
            statusCode: StatusCodes.Status404NotFound
        );
}
