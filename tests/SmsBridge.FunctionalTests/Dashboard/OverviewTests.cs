using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Dashboard;

/// <summary>Each thing breaks in turn; the overview says what it is and what to do, with a link to the thing.</summary>
public sealed class OverviewTests(TestPostgres postgres)
{
    [Fact]
    public async Task It_counts_what_comes_and_goes()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        foreach (var customer in Enumerable.Range(0, 3).Select(_ => bridge.Customer()).ToList())
        {
            await customer.Texts("hi");
            await customer.Receives();
            await customer.Settles();
        }

        using var visitor = await Roles.Visitor(bridge, "viewer");
        var charts = (await visitor.Get("/console")).Document.QuerySelectorAll("svg[role=img]");

        charts.Length.ShouldBe(4);
        charts[0].GetAttribute("aria-label")!.ShouldContain("3 received and 3 sent");
        charts[1].GetAttribute("aria-label")!.ShouldMatch("half within [0-9.]+ m?s");
        charts[0].QuerySelectorAll("rect.first").Length.ShouldBeInRange(1, 2);
        charts[1].QuerySelectorAll("rect.first").Length.ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task After_an_hour_with_20_000_turns_it_is_read_in_less_than_a_second()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await Roles.Visitor(bridge, "viewer");
        await bridge.Database.Do(BusyHour);
        // The first look runs the checks, whose result the next ones share.
        await visitor.Get("/console/checks?anew=true");
        await visitor.Get("/console");

        var took = new List<TimeSpan>();
        for (var look = 0; look < 3; look++)
        {
            // What was read is shown to all for 3 s.
            await Task.Delay(TimeSpan.FromSeconds(3.2));
            var began = TimeProvider.System.GetTimestamp();
            var seen = await visitor.Get("/console");
            took.Add(TimeProvider.System.GetElapsedTime(began));
            var label = seen.Document.QuerySelectorAll("svg[role=img]")[0].GetAttribute("aria-label")!;
            label.Replace(",", "", StringComparison.Ordinal).ShouldMatch("(19[0-9]{3}|20000) received and (19[0-9]{3}|20000) sent");
        }

        took.Min().ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    /// <summary>Texts, answers and turns, spread evenly over the last hour.</summary>
    private static readonly string BusyHour = $"""
        with turn as materialized (
            select t.at, {Id("t.at")} as id, gen_random_uuid() as thread
              from (select now() - n * interval '175 ms' as at from generate_series(1, 20000) n) t
        ),
        turns as (
            insert into turns (id, thread_id, outcome, asks, agent_ms, finished_at) select id, thread, 'answered', 1, 700, at from turn
        )
        insert into messages (id, thread_id, direction, author, text, status, pending, turn_id, at)
        select {Id("turn.at - interval '1 s'")}, thread, 'in', 'customer', 'hi', 'answered', false, id, at - interval '1 s' from turn
        union all
        select {Id("turn.at")}, thread, 'out', 'agent', 'hello', 'delivered', false, id, at from turn
        """;

    /// <summary>Ids tell their time, as the bridge's do (UUID version 7).</summary>
    private static string Id(string at) =>
        "encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing "
        + $"substring(int8send((extract(epoch from {at}) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid";

    [Fact]
    public async Task Refused_credentials_are_named_with_their_reason_and_remedy_and_go_away_when_they_work_again()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await Roles.Visitor(bridge, "viewer");
        bridge.Chat.Faults.Rate(1, Fault.Http(401));
        await bridge.Customer().Texts("hi");

        await Shows(visitor, "Agent 'support' is paused: it refuses the credentials");
        var seen = await Shows(visitor, "1 customer waits for an answer");
        seen.Text.ShouldContain("Correct its credentials in the settings");
        seen.Document.QuerySelectorAll("#providers .badge.bad").Single().TextContent.ShouldBe("paused");
        (await visitor.Get("/console/checks?anew=true")).Status.ShouldBe(303);
        (await visitor.Get("/console/checks")).Text.ShouldContain("Correct Agents:support:ApiKey");

        bridge.Chat.Faults.Clear();
        await Eventually.Holds(
            async () => (await visitor.Get("/console")).Document.QuerySelector("#providers .badge.bad") is null,
            "the agent works again",
            TimeSpan.FromSeconds(60)
        );
    }

    [Fact]
    public async Task A_provider_that_fails_is_named_with_what_waits_for_it()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await Roles.Visitor(bridge, "viewer");
        bridge.Twilio.Faults.Rate(1, Fault.Http(503), "create");
        foreach (var customer in Enumerable.Range(0, 12).Select(_ => bridge.Customer()).ToList())
        {
            await customer.Texts("hi");
        }

        var seen = await Shows(visitor, "Twilio account 'main' is failing: its circuit is open");
        await Shows(visitor, "texts that wait to be sent");
        seen.Document.QuerySelector("#troubles-title")!.ClassName.ShouldBe("state bad");
    }

    [Fact]
    public async Task A_stopped_queue_is_named_and_goes_on_from_its_page()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var worker = await Roles.Visitor(bridge, "operator");
        await bridge.Database.Do("insert into queue_stops (queue, reason) values ('desk', 'the receiver answered 410')");

        var seen = await Shows(worker, "Queue 'desk' is stopped");
        seen.Text.ShouldContain("the receiver answered 410");
        var link = seen.Document.QuerySelectorAll(".troubles a").Single(a => a.TextContent == "Let it go on").GetAttribute("href")!;
        var page = await worker.Get(link);

        (await worker.Follow(await worker.Submit(page, "/console/queues/desk/resume"))).Text.ShouldContain("The queue goes on");
        (await bridge.Database.Count("queue_stops")).ShouldBe(0);
        (await bridge.Database.One<string>("select actor from audit_log where action = 'queue.resume'")).ShouldBe("the operator");
    }

    [Fact]
    public async Task Work_that_gave_up_is_named_and_replayed_from_its_page()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var worker = await Roles.Visitor(bridge, "operator");
        var customer = bridge.Customer();
        bridge.Chat.Faults.Next(1, Fault.Http(400, "SCHEMA_VALIDATION_FAILED"), "respond", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("in", "failed");
        await customer.Settles();

        var seen = await Shows(worker, "1 text was not answered");
        seen.Text.ShouldContain("SCHEMA_VALIDATION_FAILED");
        var link = seen.Document.QuerySelectorAll(".troubles a").Single(a => a.TextContent == "Failures").GetAttribute("href")!;
        var page = await worker.Get(link);
        page.Text.ShouldContain("SCHEMA_VALIDATION_FAILED");
        var replay = page
            .Document.Forms.Select(f => f.GetAttribute("action")!)
            .Single(a => a.EndsWith("/replay", StringComparison.Ordinal) && a.Split('/').Length == 5);

        (await worker.Follow(await worker.Submit(page, replay))).Text.ShouldContain("Nothing gave up");

        (await customer.Receives()).ShouldBe("You said: hi");
        (await bridge.Database.One<string>("select actor from audit_log where action = 'failure.replay'")).ShouldBe("the operator");
        (await worker.Submit(page, replay)).Status.ShouldBe(409);
    }

    [Fact]
    public async Task All_that_fits_is_replayed_at_once_and_each_is_in_the_audit_log()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var worker = await Roles.Visitor(bridge, "operator");
        var customers = Enumerable.Range(0, 3).Select(_ => bridge.Customer()).ToList();
        foreach (var customer in customers)
        {
            bridge.Chat.Faults.Next(1, Fault.Http(400, "SCHEMA_VALIDATION_FAILED"), "respond", customer.Address);
            await customer.Texts("hi");
            await customer.Shows("in", "failed");
            await customer.Settles();
        }

        var page = await worker.Get("/console/failures?kind=turn&category=Rejected");
        page.Document.QuerySelectorAll("tbody tr").Length.ShouldBe(3);
        (await worker.Submit(page, "/console/failures/replay")).Status.ShouldBe(303);

        foreach (var customer in customers)
        {
            (await customer.Receives()).ShouldBe("You said: hi");
        }

        (await bridge.Database.Count("audit_log where action = 'failure.replay' and actor = 'the operator'")).ShouldBe(3);
    }

    [Fact]
    public async Task Without_the_database_the_page_says_so_and_what_becomes_of_the_texts()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        using var visitor = await ConsoleVisitor.SignedIn(bridge.Around.Instances[0].OpsAddress, BridgeSettings.Key);
        (await visitor.Get("/console")).Status.ShouldBe(200);
        bridge.Postgres.Cut();

        var seen = await visitor.Get("/console");

        seen.Status.ShouldBe(503);
        seen.Text.ShouldContain("The database does not answer");
        seen.Text.ShouldContain("ConnectionStrings:Bridge");
        seen.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        bridge.Postgres.Mend();
        await Eventually.Holds(async () => (await visitor.Get("/console")).Status == 200, "the overview is back");
    }

    private static async Task<Seen> Shows(ConsoleVisitor visitor, string text)
    {
        Seen? last = null;
        try
        {
            await Eventually.Holds(async () => (last = await visitor.Get("/console")).Text.Contains(text, StringComparison.Ordinal), text);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The overview does not say '{text}' but: {last?.Text}", late);
        }

        return last!;
    }
}
