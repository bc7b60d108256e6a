using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Admin;

/// <summary>API keys: made once, shown once, with a role, an end, and a limit on guessing.</summary>
public sealed class KeysTests(TestPostgres postgres)
{
    private const string Keys = "/api/v1/keys";

    [Fact]
    public async Task A_key_is_shown_once_stored_as_a_salted_hash_and_says_when_it_was_used()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var (id, key) = await Make(bridge, "desk-7", "viewer");

        var secret = key[12..];
        key.ShouldMatch("^sbk_[0-9A-Za-z]{40}$");
        (await bridge.Ops.Get(Keys)).Body.ShouldNotContain(key);
        (await bridge.Database.All<string>("select k::text from api_keys k")).ShouldAllBe(row => !row.Contains(secret));
        (await bridge.Database.All<string>("select a::text from audit_log a")).ShouldAllBe(row => !row.Contains(secret));
        Listed(await bridge.Ops.Get(Keys), id).GetProperty("lastUsedAt").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        using var desk = new Operator(bridge.Instances[0].OpsAddress, key);
        (await desk.Get("/api/v1/numbers")).Status.ShouldBe(200);

        var shown = Listed(await bridge.Ops.Get(Keys), id);
        shown.GetProperty("lastUsedAt").GetString().ShouldNotBeNull();
        shown.GetProperty("prefix").GetString().ShouldBe(key[..12]);
        shown.TryGetProperty("hash", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_keys_made_alike_have_different_salts_and_a_name_in_force_is_taken()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await Make(bridge, "one", "viewer");
        await Make(bridge, "two", "viewer");

        (await bridge.Database.One<long>("select count(distinct salt) from api_keys")).ShouldBe(2);
        (await bridge.Ops.Post(Keys, new { name = "one", role = "admin" })).Status.ShouldBe(409);
        (await bridge.Ops.Post(Keys, new { name = "bootstrap", role = "admin" })).Problem.ShouldContain("name");
        (await bridge.Ops.Post(Keys, new { name = "cli:root", role = "king" })).Problem.ShouldContain("viewer, operator, admin");
        (
            await bridge.Ops.Post(
                Keys,
                new
                {
                    name = "late",
                    role = "admin",
                    expiresAt = "2020-01-01T00:00:00Z",
                }
            )
        ).Problem.ShouldContain("expiresAt");
    }

    [Theory]
    [InlineData("Bootstrap")]
    [InlineData("BOOTSTRAP")]
    [InlineData("nobody")]
    [InlineData("NoBody")]
    [InlineData("System")]
    [InlineData("cli")]
    public async Task A_name_that_means_somebody_else_in_the_log_is_refused_in_whatever_case(string name)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        var refused = await bridge.Ops.Post(Keys, new { name, role = "viewer" });

        refused.Status.ShouldBe(400, refused.Body);
        refused.Json.GetProperty("errors").GetProperty("name").ToString().ShouldContain("bootstrap");
    }

    [Fact]
    public async Task Names_are_told_apart_by_more_than_their_case_and_one_that_comes_again_by_the_id_of_its_key()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Instances = 2 });
        var (first, key) = await Make(bridge, "Night Shift", "operator");
        (await bridge.Ops.Post(Keys, new { name = "night shift", role = "admin" })).Status.ShouldBe(409);
        var twins = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i => bridge.Instances[i % 2].Ops.Post(Keys, new { name = i % 2 == 0 ? "twin" : "TWIN", role = "viewer" }))
        );
        twins.Count(t => t.Status == 201).ShouldBe(1);
        twins.Count(t => t.Status == 409).ShouldBe(7);

        await Configure(bridge, key, "one");
        (await bridge.Ops.Delete($"{Keys}/{first}")).Status.ShouldBe(204);
        var (second, other) = await Make(bridge, "Night Shift", "operator");
        await Configure(bridge, other, "two");
        await bridge.Ops.Configure(BridgeSetup.Document(change: d => d["label"] = "three"));

        var changes = (await bridge.Ops.Get("/api/v1/audit?action=number.put&subject=%2B14155550199")).Json.GetProperty("items");
        changes
            .EnumerateArray()
            .Take(3)
            .Select(c => $"{c.GetProperty("actor")} {c.GetProperty("keyId")}")
            .ShouldBe(["bootstrap ", $"Night Shift {second}", $"Night Shift {first}"]);
    }

    [Fact]
    public async Task A_role_may_do_what_it_is_for_and_the_refusal_names_the_role_that_is_needed()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var address = bridge.Instances[0].OpsAddress;
        using var viewer = new Operator(address, (await Make(bridge, "v", "viewer")).Key);
        using var worker = new Operator(address, (await Make(bridge, "o", "operator")).Key);
        using var admin = new Operator(address, (await Make(bridge, "a", "admin")).Key);
        var number = $"/api/v1/numbers/{Uri.EscapeDataString(BridgeSetup.Number)}";

        foreach (var (who, change, manage) in new[] { (viewer, 403, 403), (worker, 200, 403), (admin, 200, 200) })
        {
            (await who.Get("/api/v1/threads")).Status.ShouldBe(200);
            (await who.Get($"{number}/history")).Status.ShouldBe(200);
            (await who.Put(number, BridgeSetup.Document())).Status.ShouldBe(change);
            (await who.Post("/api/v1/queues/desk/receive", new { })).Status.ShouldBe(change);
            (await who.Get(Keys)).Status.ShouldBe(manage);
            (await who.Get("/api/v1/audit")).Status.ShouldBe(manage);
        }

        var refused = await viewer.Delete(number);
        refused.Status.ShouldBe(403);
        refused.ContentType.ShouldBe("application/problem+json");
        refused.Problem.ShouldContain("role operator");
        (await worker.Post(Keys, new { name = "mine", role = "admin" })).Problem.ShouldContain("role admin");
    }

    [Fact]
    public async Task A_revoked_key_stops_working_on_every_instance_within_five_seconds()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Instances = 2 });
        var (id, key) = await Make(bridge, "gone", "admin");
        using var one = new Operator(bridge.Instances[0].OpsAddress, key);
        using var two = new Operator(bridge.Instances[1].OpsAddress, key);
        (await one.Get(Keys)).Status.ShouldBe(200);
        (await two.Get(Keys)).Status.ShouldBe(200);

        (await bridge.Ops.Delete($"{Keys}/{id}")).Status.ShouldBe(204);

        var within = TimeSpan.FromSeconds(5);
        await Eventually.Holds(async () => (await one.Get(Keys)).Status == 401, "revoked where it was revoked", within);
        await Eventually.Holds(async () => (await two.Get(Keys)).Status == 401, "revoked at the other instance", within);
        (await bridge.Ops.Delete($"{Keys}/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_expired_key_does_not_work()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var (id, key) = await Make(bridge, "old", "admin");
        await bridge.Database.Do("update api_keys set expires_at = now() - interval '1 second' where id = $1", id);
        using var late = new Operator(bridge.Instances[0].OpsAddress, key);

        (await late.Get("/api/v1/numbers")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_key_in_use_costs_no_query_a_call()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var (id, key) = await Make(bridge, "busy", "viewer");
        using var busy = new Operator(bridge.Instances[0].OpsAddress, key);
        (await busy.Get("/api/v1/threads")).Status.ShouldBe(200);

        // Who checks in the database now would find nothing.
        await bridge.Database.Do("delete from api_keys where id = $1", id);

        (await busy.Get("/api/v1/threads")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Ten_wrong_keys_close_the_door_for_further_ones_of_their_address_and_for_no_right_key()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var address = bridge.Instances[0].OpsAddress;
        var (_, right) = await Make(bridge, "right", "viewer");
        var wrong = right[..^1] + (right[^1] == 'x' ? 'y' : 'x');

        for (var i = 0; i < 10; i++)
        {
            (await Call(address, "127.0.0.2", i % 2 == 0 ? wrong : $"nonsense-{i}")).Status.ShouldBe(401);
        }

        var closed = await Call(address, "127.0.0.2", wrong);
        closed.Status.ShouldBe(429);
        closed.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        (await Call(address, "127.0.0.2", null)).Status.ShouldBe(401);
        (await Call(address, "127.0.0.2", right)).Status.ShouldBe(200);
        (await Call(address, "127.0.0.3", wrong)).Status.ShouldBe(401);
        (await bridge.Ops.Get("/api/v1/numbers")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Nobody_can_try_keys_at_the_public_listener()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var stranger = new Operator(bridge.Instances[0].PublicAddress, "guess");
        for (var i = 0; i < 12; i++)
        {
            (await stranger.Get("/twilio/inbound")).Status.ShouldBe(403);
        }

        (await bridge.Ops.Get("/api/v1/numbers")).Status.ShouldBe(200);
    }

    private static async Task<(Guid Id, string Key)> Make(BridgeUnderTest bridge, string name, string role)
    {
        var made = await bridge.Ops.Post(Keys, new { name, role });
        made.Status.ShouldBe(201, made.Body);
        return (made.Json.GetProperty("id").GetGuid(), made.Json.GetProperty("key").GetString()!);
    }

    private static async Task Configure(BridgeUnderTest bridge, string key, string label)
    {
        using var holder = new Operator(bridge.Instances[0].OpsAddress, key);
        await holder.Configure(BridgeSetup.Document(change: d => d["label"] = label));
    }

    private static System.Text.Json.JsonElement Listed(Answer list, Guid id) =>
        list.Json.GetProperty("items").EnumerateArray().Single(k => k.GetProperty("id").GetGuid() == id);

    /// <summary>From another loopback address, as from another machine.</summary>
    private static async Task<(int Status, TimeSpan? RetryAfter)> Call(string address, string from, string? key)
    {
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/api/v1/numbers");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta);
    }
}
