using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Dashboard;

/// <summary>A role decides what is shown and what is allowed; the second without the first.</summary>
public sealed class RolesTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_viewer_sees_no_way_to_change_anything_and_is_refused_where_he_tries()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        await customer.Texts("hello there");
        await customer.Receives();
        await customer.Settles();
        using var viewer = await Roles.Visitor(bridge, "viewer");

        string[] forbidden = ["/console/audit", "/console/keys", "/console/numbers/new", "/console/numbers/file"];
        foreach (var path in Walk.All.Except(forbidden).Append($"/console/threads/{customer.ThreadId}"))
        {
            var seen = await viewer.Get(path);
            seen.Status.ShouldBe(path is "/console/numbers/new" ? 403 : 200, path);
            seen.Document.Forms.Where(f => f.Method == "post")
                .Select(f => f.GetAttribute("action"))
                .ShouldBeSubsetOf(["/console/sign-out", "/console/threads/search"], path);
            seen.Body.ShouldNotContain(customer.Address);
            seen.Document.QuerySelector("body > nav")!.TextContent.ShouldNotContain("API keys");
        }

        foreach (var path in forbidden)
        {
            var refused = await viewer.Get(path);
            refused.Status.ShouldBe(403, path);
            refused.Text.ShouldContain("yours has the role viewer");
        }

        var token = (await viewer.Get("/console")).Token;
        foreach (
            var path in new[]
            {
                $"threads/{customer.ThreadId}/close",
                "queues/desk/resume",
                "numbers/%2B14155550199",
                "failures/replay",
                "keys",
            }
        )
        {
            (await viewer.Post($"/console/{path}", token, ("label", "x"))).Status.ShouldBe(403, path);
        }

        (await viewer.Get($"/console/threads/{customer.ThreadId}")).Text.ShouldContain("hello there");
        (await viewer.Get($"/console/messages/{Guid.CreateVersion7()}/media/0")).Status.ShouldBe(404);
        using var stranger = new ConsoleVisitor(bridge.Instances[0].OpsAddress);
        (await stranger.Get($"/console/messages/{Guid.CreateVersion7()}/media/0")).Status.ShouldBe(303);
        (await bridge.Database.Count("audit_log where actor = 'the viewer'")).ShouldBe(0);
    }

    [Fact]
    public async Task An_operator_sees_whole_numbers_only_where_he_opens_a_thread_and_ends_its_conversation_under_his_name()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        await customer.Texts("hello");
        await customer.Receives();
        await customer.Settles();
        using var worker = await Roles.Visitor(bridge, "operator");

        var list = await worker.Get("/console/threads");
        list.Body.ShouldNotContain(customer.Address);
        list.Text.ShouldContain($"+•••••••{customer.Address[^4..]}");
        var page = await worker.Get($"/console/threads/{customer.ThreadId}");
        page.Text.ShouldContain(customer.Address);
        page.Text.ShouldContain("answered after");
        (await worker.Get("/console/keys")).Status.ShouldBe(403);

        var closed = await worker.Follow(await worker.Submit(page, $"/console/threads/{customer.ThreadId}/close"));

        closed.Text.ShouldContain("The conversation was ended");
        (await bridge.Database.One<string>("select actor from audit_log where action = 'thread.close'")).ShouldBe("the operator");
        closed.Document.Forms.ShouldNotContain(f => f.GetAttribute("action")!.EndsWith("/close"));
    }

    [Fact]
    public async Task A_thread_is_found_by_the_end_of_the_number_and_no_number_stands_in_an_address()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var (first, second) = (bridge.Customer(), bridge.Customer());
        await Task.WhenAll(first.Texts("one"), second.Texts("two"));
        await Task.WhenAll(first.Receives(), second.Receives());
        using var viewer = await Roles.Visitor(bridge, "viewer");
        var page = await viewer.Get("/console/threads");

        (await viewer.Submit(page, "/console/threads/search", ("customer", first.Address[^4..]))).Location.ShouldBe(
            $"/console/threads/{first.ThreadId}"
        );
        (await viewer.Submit(page, "/console/threads/search", ("customer", second.Address))).Location.ShouldBe(
            $"/console/threads/{second.ThreadId}"
        );
        var both = await viewer.Submit(page, "/console/threads/search", ("customer", first.Address[^4..^1]));
        both.Status.ShouldBe(200);
        both = await viewer.Submit(page, "/console/threads/search", ("customer", "999 999"));
        both.Text.ShouldContain("0 threads found");
        var few = await viewer.Submit(page, "/console/threads/search", ("customer", "1"));
        few.Status.ShouldBe(400);
        few.ErrorOf("customer").ShouldNotBeNull();
        (await viewer.Get("/console/threads?number=%2B14155550199&state=agent")).Document.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_is_made_by_an_admin_shown_once_and_revoked()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var admin = await Roles.Visitor(bridge, "admin");
        var page = await admin.Get("/console/keys");

        (await admin.Submit(page, "/console/keys", ("name", "the admin"))).ErrorOf("name").ShouldNotBeNull().ShouldContain("in force");
        (await admin.Submit(page, "/console/keys", ("name", "a"), ("days", "many"))).ErrorOf("days").ShouldNotBeNull();
        var made = await admin.Submit(page, "/console/keys", ("name", "desk 7"), ("role", "viewer"), ("days", "30"));
        var key = made.Document.QuerySelector(".secret")!.TextContent;
        key.ShouldMatch("^sbk_[0-9A-Za-z]{40}$");
        using var desk = new Operator(bridge.Instances[0].OpsAddress, key);
        (await desk.Get("/api/v1/numbers")).Status.ShouldBe(200);
        page = await admin.Get("/console/keys");
        page.Body.ShouldNotContain(key);
        page.Text.ShouldContain("by the admin");

        var revoke = page.Document.Forms.Single(f => f.TextContent.Contains("desk 7")).GetAttribute("action")!;
        (await admin.Follow(await admin.Submit(page, revoke))).Text.ShouldContain("Revoked");
        (await admin.Submit(page, revoke)).Status.ShouldBe(404);
        var audit = await admin.Get("/console/audit?actor=the+admin");
        audit.Text.ShouldContain("key.create");
        audit.Text.ShouldContain("key.revoke");
        audit.Body.ShouldNotContain(key[12..]);
    }
}
