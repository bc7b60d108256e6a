using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Hosting;

namespace SmsBridge.FunctionalTests.Admin;

/// <summary>Who changed what, kept for good.</summary>
public sealed class AuditTests(TestPostgres postgres)
{
    private const string Number = "+14155550321";
    private static readonly string Path = $"/api/v1/numbers/{Uri.EscapeDataString(Number)}";

    [Fact]
    public async Task A_number_has_a_history_with_who_what_before_and_after_also_when_it_is_gone()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var ann = new Operator(bridge.Instances[0].OpsAddress, await Key(bridge, "Ann", "operator"));
        var document = BridgeSetup.Document(Number);
        await ann.Configure(document);
        await ann.Configure(document);
        document["label"] = "renamed";
        await bridge.Ops.Configure(document);
        (await ann.Delete(Path)).Status.ShouldBe(204);

        var history = Items(await bridge.Ops.Get($"{Path}/history"));

        history
            .Select(e => $"{e.GetProperty("actor")} {e.GetProperty("action")} {Label(e, "before")} {Label(e, "after")}")
            .ShouldBe(["Ann number.delete renamed none", "bootstrap number.put null renamed", "Ann number.put none null"]);
        history.ShouldAllBe(e => e.GetProperty("subject").GetString() == Number);
    }

    [Fact]
    public async Task Keys_closing_and_replaying_are_in_the_log_and_can_be_asked_for()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        bridge.Chat.Faults.Next(1, Sandbox.Wire.Fault.Http(400), "respond", customer.Address);
        await customer.Texts("private words");
        await customer.Shows("in", "failed");
        var failure = Items(await bridge.Ops.Get("/api/v1/failures"))[0].GetProperty("id").GetGuid();
        (await bridge.Ops.Post($"/api/v1/failures/{failure}/replay")).Status.ShouldBe(202);
        await customer.Receives();
        (await bridge.Ops.Post($"/api/v1/failures/{failure}/replay")).Status.ShouldBe(409);
        (await bridge.Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Status.ShouldBe(200);
        (await bridge.Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Status.ShouldBe(200);
        await Key(bridge, "Ann", "viewer");

        var closed = Items(await bridge.Ops.Get("/api/v1/audit?action=thread.close")).ShouldHaveSingleItem();
        closed.GetProperty("subject").GetGuid().ShouldBe(customer.ThreadId);
        closed.GetProperty("before").GetProperty("state").GetString().ShouldBe("agent");
        closed.GetProperty("after").GetProperty("state").GetString().ShouldBe("idle");
        Items(await bridge.Ops.Get($"/api/v1/audit?subject={failure}"))
            .ShouldHaveSingleItem()
            .GetProperty("action")
            .GetString()
            .ShouldBe("failure.replay");
        Items(await bridge.Ops.Get("/api/v1/audit?actor=bootstrap&action=key.create")).Count.ShouldBe(1);
        Items(await bridge.Ops.Get("/api/v1/audit?actor=nobody")).ShouldBeEmpty();

        var whole = (await bridge.Ops.Get("/api/v1/audit")).Body;
        whole.ShouldNotContain(customer.Address[2..]);
        whole.ShouldNotContain("private words");
    }

    [Theory]
    [InlineData("update audit_log set actor = 'nobody'")]
    [InlineData("delete from audit_log")]
    [InlineData("truncate audit_log")]
    public async Task The_log_takes_entries_and_loses_none(string sql)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        (await Should.ThrowAsync<PostgresException>(() => bridge.Database.Do(sql))).MessageText.ShouldContain("append-only");

        (await bridge.Database.Count("audit_log where actor = 'bootstrap'")).ShouldBe(1);
    }

    [Fact]
    public async Task Retention_says_so_in_its_transaction()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        await bridge.Database.Do("begin; set local smsbridge.audit_retention = 'on'; delete from audit_log; commit");

        (await bridge.Database.Count("audit_log")).ShouldBe(0);
        await bridge.Ops.Configure(BridgeSetup.Document(Number));
        await Should.ThrowAsync<PostgresException>(() => bridge.Database.Do("delete from audit_log"));
    }

    [Fact]
    public async Task A_change_that_fails_leaves_no_entry_and_an_entry_that_fails_no_change()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        await bridge.Database.Do("alter table audit_log add constraint no_more check (subject <> '+14155550321')");

        (await bridge.Ops.Put(Path, BridgeSetup.Document(Number))).Status.ShouldBe(500);

        (await bridge.Ops.Get(Path)).Status.ShouldBe(404);
        (await bridge.Database.Count("audit_log where subject = $1", Number)).ShouldBe(0);
    }

    [Fact]
    public async Task Every_endpoint_that_changes_state_says_how_it_gets_into_the_log()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var changing = bridge
            .Instances[0]
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Any(m => m is not ("GET" or "HEAD")) == true)
            .ToList();

        changing.Count.ShouldBeGreaterThan(5);
        changing.Where(e => e.Metadata.GetMetadata<Audited>() is null).Select(e => e.DisplayName).ShouldBeEmpty();
        changing.Select(e => e.Metadata.GetMetadata<Audited>()!).ShouldAllBe(a => a.Action != null || a.Why!.Length > 20);
    }

    private static async Task<string> Key(BridgeUnderTest bridge, string name, string role) =>
        (await bridge.Ops.Post("/api/v1/keys", new { name, role })).Json.GetProperty("key").GetString()!;

    private static List<JsonElement> Items(Answer answer) => [.. answer.Json.GetProperty("items").EnumerateArray()];

    private static string Label(JsonElement entry, string member) =>
        entry.GetProperty(member) is { ValueKind: JsonValueKind.Object } document
            ? document.GetProperty("label").GetString() ?? "null"
            : "none";
}
