using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace SmsBridge.Handoff;

/// <param name="Max">Events at the most, 1 to 100.</param>
/// <param name="LeaseSeconds">How long they are the caller's, 1 to 3600.</param>
/// <param name="WaitSeconds">How long to wait for the first, 0 to 30.</param>
internal sealed record ReceiveRequest(int Max = 10, int LeaseSeconds = 30, int WaitSeconds = 0);

internal sealed record ReceiveResponse(IReadOnlyList<Delivery> Deliveries);

internal sealed record SettleRequest(Guid[] DeliveryIds);

/// <param name="Settled">How many of the ids were still leased by the caller.</param>
internal sealed record SettleResponse(int Settled);

/// <summary><c>/api/v1/queues</c>: pulling from queues of type <c>postgres</c>.</summary>
internal static class QueuesApi
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public static void MapQueues(this IEndpointRouteBuilder api)
    {
        var queue = api.MapGroup("/queues/{name}").WithTags("Queues");
        queue.MapPost("/receive", Receive).WithSummary("Leases events; they come again when not acknowledged in time");
        queue.MapPost("/ack", Ack).WithSummary("Removes leased events for good");
        queue.MapPost("/nack", Nack).WithSummary("Gives leased events back at once");
    }

    private static async Task<Results<Ok<ReceiveResponse>, ValidationProblem, ProblemHttpResult>> Receive(
        string name,
        ReceiveRequest request,
        PostgresQueue queue,
        IOptions<QueuesOptions> queues,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        CancellationToken aborted
    )
    {
        if (Missing(name, queues.Value, queue) is { } missing)
        {
            return missing;
        }

        if (Errors(request) is { Count: > 0 } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var until = time.GetTimestamp();
        while (true)
        {
            var deliveries = await queue.Receive(name, request.Max, TimeSpan.FromSeconds(request.LeaseSeconds), aborted);
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
        PostgresQueue queue,
        IOptions<QueuesOptions> queues,
        CancellationToken aborted
    ) =>
        Missing(name, queues.Value, queue) is { } missing
            ? missing
            : TypedResults.Ok(new SettleResponse(await queue.Ack(name, request.DeliveryIds, aborted)));

    private static async Task<Results<Ok<SettleResponse>, ProblemHttpResult>> Nack(
        string name,
        SettleRequest request,
        PostgresQueue queue,
        IOptions<QueuesOptions> queues,
        CancellationToken aborted
    ) =>
        Missing(name, queues.Value, queue) is { } missing
            ? missing
            : TypedResults.Ok(new SettleResponse(await queue.Nack(name, request.DeliveryIds, aborted)));

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

    private static ProblemHttpResult? Missing(string name, QueuesOptions queues, PostgresQueue queue)
    {
        var pulled = queues.Where(q => q.Value.Type == queue.Type).Select(q => q.Key).Order().ToList();
        return pulled.Contains(name)
            ? null
            : TypedResults.Problem(
                $"There is no queue '{name}' to pull from. Queues of type {queue.Type}: {string.Join(", ", pulled)}.",
                statusCode: StatusCodes.Status404NotFound
            );
    }
}
