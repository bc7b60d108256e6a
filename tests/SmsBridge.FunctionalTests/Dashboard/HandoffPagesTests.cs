using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Dashboard;

/// <summary>Customers that wait for people.</summary>
public sealed class HandoffPagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task Who_waits_is_named_on_the_overview_and_marked_once_the_deadline_has_passed()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Script = ShopSupport.Script });
        var customer = bridge.Customer();
        await customer.Texts("I want to talk to a human");
        await customer.Receives();
        await customer.Settles();
        using var viewer = await Roles.Visitor(bridge, "viewer");
        using var worker = await Roles.Visitor(bridge, "operator");

        var overview = await viewer.Get("/console");
        overview.Text.ShouldContain("1 customer waits for people");
        overview.Document.QuerySelectorAll("svg[role=img]")[2].GetAttribute("aria-label")!.ShouldContain("now 1, at most 1");
        var list = await viewer.Get("/console/handoffs?state=waiting");
        list.Body.ShouldNotContain(customer.Address);
        list.Document.QuerySelector(".late").ShouldBeNull();
        var link = list.Document.QuerySelector("tbody a")!.GetAttribute("href");
        var seen = await viewer.Get(link);
        seen.Text.ShouldContain("live_agent_queue");
        seen.Text.ShouldContain("published");
        seen.Body.ShouldNotContain(customer.Address);
        (await worker.Get(link)).Text.ShouldContain(customer.Address);

        await bridge.Database.Do("update handoffs set pickup_by = now() - interval '1 second'");

        (await viewer.Get("/console/handoffs?state=waiting")).Document.QuerySelector(".late").ShouldNotBeNull();
        (await viewer.Get("/console/handoffs?state=released")).Text.ShouldContain("No handoff");
    }
}
