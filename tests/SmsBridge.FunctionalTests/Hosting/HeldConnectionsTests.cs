using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>Whoever holds connections of the ops listener keeps neither probes nor others from it, and webhooks not at all.</summary>
public sealed class HeldConnectionsTests(TestPostgres postgres)
{
    private const int Connections = 100;

    [Fact]
    public async Task Streams_and_idle_connections_without_end_leave_health_metrics_other_keys_and_webhooks()
    {
        await using var bridge = await BridgeUnderTest.Start(
            postgres,
            BridgeSetup.With(("Ops:MaxConnections", $"{Connections}"), ("Ops:LongCallsPerKey", "10"))
        );
        var ops = bridge.Instances[0].OpsAddress;
        var (viewer, other) = (await Key(bridge, "viewer"), await Key(bridge, "operator"));
        var held = new List<RawHttp>();
        for (var i = 0; i < 3 * Connections; i++)
        {
            var stream = await RawHttp.Connect(ops);
            await stream.Send(
                i % 2 == 0
                    ? $"GET /api/v1/handoffs/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {viewer}\r\n\r\n"
                    : $"POST /api/v1/queues/desk/receive HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {viewer}\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 18\r\n\r\n{\"waitSeconds\":30}"
            );
            held.Add(stream);
            held.Add(await RawHttp.Connect(ops));
        }

        for (var i = 0; i < 10; i++)
        {
            foreach (var path in new[] { "/health/live", "/health/ready", "/health/accepting", "/metrics" })
            {
                (await Ask(ops, path)).ShouldBe(200, path);
            }

            (await Ask(ops, "/api/v1/numbers", other)).ShouldBe(200);
            held.Add(await RawHttp.Connect(ops));
        }

        var (streams, refused) = (0, 0);
        foreach (var stream in held.Where((_, i) => i % 4 == 0))
        {
            var answer = await stream.Read(TimeSpan.FromMilliseconds(50));
            streams += answer is { Status: 200, Closed: false } ? 1 : 0;
            refused += answer.Status == 429 ? 1 : 0;
            (answer.Status != 429 || answer.Text.Contains("Ops:LongCallsPerKey") && answer.Text.Contains("Retry-After: 5")).ShouldBeTrue(
                answer.Text
            );
        }

        (streams, refused > 0).ShouldBe((10, true));
        var customer = bridge.Customer();
        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
        held.ForEach(h => h.Dispose());
        await Eventually.Holds(
            async () => (await Ask(ops, "/api/v1/handoffs/events?after=x", viewer)) == 400,
            "the key's places are free again"
        );
    }

    [Fact]
    public async Task Where_all_connections_are_at_work_probes_and_metrics_are_still_answered_and_the_rest_hears_why_not()
    {
        await using var bridge = await BridgeUnderTest.Start(
            postgres,
            BridgeSetup.With(("Ops:MaxConnections", "8"), ("Ops:LongCallsPerKey", "10"))
        );
        var ops = bridge.Instances[0].OpsAddress;
        var keys = new[] { await Key(bridge, "viewer"), await Key(bridge, "operator"), await Key(bridge, "admin") };
        var held = new List<RawHttp>();
        for (var i = 0; i < 3; i++)
        {
            held.Add(await RawHttp.Connect(ops));
            await held[^1].Send($"GET /api/v1/handoffs/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {keys[0]}\r\n\r\n");
            (await held[^1].Read(TimeSpan.FromMilliseconds(500))).Status.ShouldBe(200);
            // Whoever sends slowly is at work as well.
            held.Add(await RawHttp.Connect(ops));
            await held[^1]
                .Send(
                    $"POST /api/v1/queues/desk/ack HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {keys[1]}\r\nContent-Type: application/json\r\nContent-Length: 3000\r\n\r\n{{"
                );
        }

        await Eventually.Holds(
            async () => await Ask(ops, "/api/v1/numbers", keys[2]) == 503,
            "all connections but the last two of eight are at work"
        );
        foreach (var path in new[] { "/health/live", "/health/ready", "/health/accepting", "/metrics" })
        {
            (await Ask(ops, path)).ShouldBe(200, path);
        }

        var refused = await RawHttp.Exchange(ops, $"GET /api/v1/numbers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {keys[2]}\r\n\r\n");
        refused.Text.ShouldContain("Ops:MaxConnections");
        refused.Text.ShouldContain("application/problem+json");
        held.ForEach(h => h.Dispose());
        await Eventually.Holds(async () => await Ask(ops, "/api/v1/numbers", keys[2]) == 200, "there is room again");
    }

    private static async Task<int?> Ask(string address, string path, string? key = null) =>
        (
            await RawHttp.Exchange(
                address,
                $"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{(key is null ? "" : $"Authorization: Bearer {key}\r\n")}\r\n"
            )
        ).Status;

    private static async Task<string> Key(BridgeUnderTest bridge, string role) =>
        (await bridge.Ops.Post("/api/v1/keys", new { name = $"the {role}", role })).Json.GetProperty("key").GetString()!;
}
