using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Ops;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

/// <param name="Max">Events at the most, 1 to 100.</param>
/// <param name="LeaseSeconds">How long they are the caller's, 1 to 3600.</param>
/// <param name="WaitSeconds">How long to wait for the first, 0 to 30.</param>
internal sealed record ReceiveRequest(int Max = 10, int LeaseSeconds = 30, int WaitSeconds = 0);

internal sealed record ReceiveResponse(IReadOnlyList<Delivery> Deliveries);

internal sealed record SettleRequest(Guid[] DeliveryIds);

/// <param name="Settled">How many of the ids were still leased by the caller.</param>
internal sealed record SettleResponse(int Settled);

/// <summary><c>/api/v1/queues</c>: how queues are, letting one go on, and pulling from queues of type <c>postgres</c>.</summary>
internal static class QueuesApi
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public static void MapQueues(this IEndpointRouteBuilder api)
    {
        api.MapGet("/queues", List).WithTags("Queues").WithSummary("Every queue: what waits for it, and whether it is stopped");
        api.MapPost("/queues/{name}/resume", Resume)
            .WithTags("Queues")
            .AuditedAs("queue.resume", "name")
            .WithSummary("Lets a stopped queue go on, and tries at once what waits for it");
        var queue = api.MapGroup("/queues/{name}").WithTags("Queues").NotAudited("a desk takes its own events; each has its state already");
        queue.MapPost("/receive", Receive).WithSummary("Leases events; they come again when not acknowledged in time");
        queue.MapPost("/ack", Ack).WithSummary("Removes leased events for good");
        queue.MapPost("/nack", Nack).WithSummary("Gives leased events back at once");
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
            return TypedResults.Problem(
                $"There is no queue '{name}'. Configured under Queues: {string.Join(", ", targets.Names)}.",
                statusCode: StatusCodes.Status404NotFound
            );
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

    private static ProblemHttpResult Missing(string name, QueueTargets targets)
    {
        var pulled = targets.Names.Where(n => targets.Find(n)?.Queue is PostgresQueue);
        return TypedResults.Problem(
            $"There is no queue '{name}' to pull from. Queues of type {PostgresQueue.Kind}: {string.Join(", ", pulled)}.",
            statusCode: StatusCodes.Status404NotFound
        );
    }
}
