using System.Text.Json;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>One leased event.</summary>
internal sealed record Delivery(Guid Id, int Attempt, JsonElement Event)
{
    public string Type => Event.GetProperty("type").GetString()!;

    public Guid EventId => Event.GetProperty("id").GetGuid();

    public Guid ThreadId => Event.GetProperty("subject").GetGuid();

    public JsonElement Data => Event.GetProperty("data");
}

/// <summary>A contact centre that pulls from a queue over HTTP. It holds every event against the published schema.</summary>
internal sealed class Desk(Operator ops, string queue = "desk")
{
    public async Task<IReadOnlyList<Delivery>> Receive(int max = 10, int leaseSeconds = 60, int waitSeconds = 0)
    {
        var answer = await ops.Post(
            $"/api/v1/queues/{queue}/receive",
            new
            {
                max,
                leaseSeconds,
                waitSeconds,
            }
        );
        answer.Status.ShouldBe(200, answer.Body);
        return [.. answer.Json.GetProperty("deliveries").EnumerateArray().Select(Read)];
    }

    private static Delivery Read(JsonElement delivery)
    {
        var received = delivery.GetProperty("event");
        HandoffSchema.Check(received);
        return new Delivery(delivery.GetProperty("deliveryId").GetGuid(), delivery.GetProperty("attempt").GetInt32(), received);
    }

    /// <summary>The next event, waited for, one at a time.</summary>
    public async Task<Delivery> Next(int leaseSeconds = 60) => (await Receive(1, leaseSeconds, waitSeconds: 20)).ShouldHaveSingleItem();

    /// <summary>The next event, acknowledged.</summary>
    public async Task<Delivery> Take()
    {
        var delivery = await Next();
        (await Ack(delivery.Id)).ShouldBe(1);
        return delivery;
    }

    /// <returns>How many leases were still held.</returns>
    public Task<int> Ack(params Guid[] deliveryIds) => Settle("ack", deliveryIds);

    /// <returns>How many leases were still held.</returns>
    public Task<int> Nack(params Guid[] deliveryIds) => Settle("nack", deliveryIds);

    private async Task<int> Settle(string how, Guid[] deliveryIds)
    {
        var answer = await ops.Post($"/api/v1/queues/{queue}/{how}", new { deliveryIds });
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("settled").GetInt32();
    }
}
