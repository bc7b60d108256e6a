using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace SmsBridge.Bench;

/// <summary>An event as the desk received it.</summary>
/// <param name="Place">Order of receipt, from 1; a desk that asks one at a time has only one.</param>
internal sealed record SoakDelivery(int Place, Guid EventId, Guid ThreadId, string Type, JsonElement Data, bool Acknowledged);

/// <summary>
/// A contact centre that pulls handoffs over HTTP from whichever instance answers, acknowledges most, returns some, forgets some, and gives
/// threads back to the agent after a while.
/// </summary>
internal sealed class SoakDesk(Rig rig, SoakPlan plan) : IDisposable
{
    private readonly Random random = new(plan.Seed + 5);
    private readonly HttpClient http = Rig.Operator(TimeSpan.FromSeconds(5));
    private readonly List<Task> closing = [];

    /// <summary>Set once people have stopped texting: everything is acknowledged then.</summary>
    public bool Diligent { get; set; }

    public ConcurrentQueue<SoakDelivery> Received { get; } = new();

    /// <summary>Runs until cancelled.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Round(rig.Instances[random.Next(plan.Instances)].OpsUrl);
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
            {
                // That instance, or the database, is away.
            }

            await Task.Delay(50, CancellationToken.None);
        }

        await Task.WhenAll(closing);
    }

    public void Dispose() => http.Dispose();

    private async Task Round(string ops)
    {
        var leaseSeconds = Diligent ? 30 : random.Next(1, 6);
        using var answer = await http.PostAsJsonAsync(
            $"{ops}/api/v1/queues/desk/receive",
            new
            {
                max = 20,
                leaseSeconds,
                waitSeconds = 1,
            }
        );
        if (!answer.IsSuccessStatusCode)
        {
            return;
        }

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        foreach (var delivery in body.GetProperty("deliveries").EnumerateArray())
        {
            await Take(ops, delivery);
        }
    }

    private async Task Take(string ops, JsonElement delivery)
    {
        var said = delivery.GetProperty("event");
        var received = new SoakDelivery(
            Received.Count + 1,
            said.GetProperty("id").GetGuid(),
            said.GetProperty("subject").GetGuid(),
            said.GetProperty("type").GetString()!,
            said.GetProperty("data"),
            Acknowledged: false
        );
        var fate = Diligent ? 0 : random.NextDouble();
        var id = delivery.GetProperty("deliveryId").GetGuid();
        var settled = false;
        try
        {
            settled = fate < 0.9 && await Settle(ops, fate < 0.8 ? "ack" : "nack", id);
        }
        finally
        {
            Received.Enqueue(received with { Acknowledged = settled && fate < 0.8 });
        }

        if (settled && fate < 0.8 && received.Type.Contains("requested", StringComparison.Ordinal))
        {
            closing.Add(GiveBack(received.ThreadId, TimeSpan.FromSeconds(2 + (8 * random.NextDouble()))));
        }
    }

    private async Task<bool> Settle(string ops, string how, Guid delivery)
    {
        using var answer = await http.PostAsJsonAsync($"{ops}/api/v1/queues/desk/{how}", new { deliveryIds = new[] { delivery } });
        return answer.IsSuccessStatusCode && (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("settled").GetInt32() == 1;
    }

    /// <summary>Closes the thread: the next text opens a new conversation with the agent.</summary>
    private async Task GiveBack(Guid thread, TimeSpan after)
    {
        await Task.Delay(after, CancellationToken.None);
        for (var attempt = 0; attempt < 30; attempt++)
        {
            try
            {
                var ops = rig.Instances[attempt % plan.Instances].OpsUrl;
                using var answer = await http.PostAsync(new Uri($"{ops}/api/v1/threads/{thread}/close"), content: null);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // The other one, then.
            }

            await Task.Delay(500, CancellationToken.None);
        }
    }
}
