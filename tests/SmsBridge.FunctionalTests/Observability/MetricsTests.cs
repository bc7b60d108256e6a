using System.Globalization;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>What <c>GET /metrics</c> says of a bridge that runs as a process.</summary>
public sealed class MetricsTests(TestPostgres postgres)
{
    [Fact]
    public async Task Texts_turns_sends_deliveries_and_handoffs_are_counted()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        var (first, second) = (bridge.Around.Customer(), bridge.Around.Customer());

        await first.Texts("hi");
        await first.Shows(child.Ops, "out", "delivered");
        await second.Texts("/handoff billing card_declined");
        await second.Receives();
        await second.Settles();
        await second.Texts("STOP");
        await second.Settles();
        bridge.Around.Chat.Faults.Next(1, Fault.Http(400), "respond", first.Address);
        await first.Texts("refused");
        await first.Shows(child.Ops, "in", "failed");

        Scrape scrape = null!;
        await Eventually.Holds(
            async () => (scrape = await Scrape.Of(child.Ops)).Sum("smsbridge_failures_open", "kind=turn", "category=Rejected") == 1,
            "the numbers of what waits are read anew"
        );
        string[] number = ["agent=support", "number_class=long"];
        scrape.Sum("smsbridge_texts_total", ["how=new", .. number]).ShouldBe(4);
        scrape.Sum("smsbridge_turns_total", ["outcome=answered", "category=none", .. number]).ShouldBe(1);
        scrape.Sum("smsbridge_turns_total", ["outcome=handed-over", .. number]).ShouldBe(1);
        scrape.Sum("smsbridge_turns_total", ["outcome=failed", "category=Rejected", .. number]).ShouldBe(1);
        scrape.Sum("smsbridge_turn_duration_seconds_count", number).ShouldBe(2);
        var overhead = scrape.Sum("smsbridge_turn_overhead_seconds_sum", number);
        overhead.ShouldBeInRange(0.0001, scrape.Sum("smsbridge_turn_duration_seconds_sum", number));
        scrape.Sum("smsbridge_sends_total", ["outcome=accepted", .. number]).ShouldBeGreaterThanOrEqualTo(2);
        scrape.Sum("smsbridge_sends_segments_total", number).ShouldBe(scrape.Sum("smsbridge_sends_total", "outcome=accepted"));
        scrape.Sum("smsbridge_delivery_callbacks_total", ["state=delivered", .. number]).ShouldBeGreaterThanOrEqualTo(1);
        scrape.Sum("smsbridge_handoff_events_total", "queue=desk", "type=smsbridge.handoff.requested.v1", "outcome=published").ShouldBe(1);
        scrape.Sum("smsbridge_consents_total", "change=opt-out", "how=keyword").ShouldBe(1);
        scrape.Sum("smsbridge_queue_untaken", "queue=desk").ShouldBeGreaterThanOrEqualTo(1);
        scrape
            .Sum("smsbridge_provider_call_duration_seconds_count", "provider=agent", "name=support", "outcome=ok")
            .ShouldBeGreaterThanOrEqualTo(4);
        scrape.Sum("smsbridge_provider_call_duration_seconds_count", "provider=agent", "outcome=Rejected").ShouldBe(1);
        scrape.Sum("smsbridge_database_up").ShouldBe(1);
        scrape.Sum("http_server_request_duration_seconds_count", "http_route=/twilio/inbound", "http_response_status_code=200").ShouldBe(4);
        scrape.Names.ShouldContain("db_client_connection_count");
        scrape.Text.ShouldNotContain("Password", customMessage: "a connection string is in it");
    }

    [Fact]
    public async Task What_waits_shows_its_number_and_its_age_and_a_provider_that_refuses_shows_as_paused()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        var customer = bridge.Around.Customer();
        bridge.Around.Chat.Faults.Next(1000, Fault.Http(401), "create");

        await customer.Texts("hi");

        await Eventually.Holds(
            async () =>
            {
                var scrape = await Scrape.Of(child.Ops);
                return scrape.Sum("smsbridge_texts_waiting", "direction=in") == 1
                    && scrape.Sum("smsbridge_texts_oldest_age_seconds", "direction=in") > 1
                    && scrape.Sum("smsbridge_provider_paused", "provider=agent", "name=support") == 1
                    && scrape.Sum("smsbridge_work_held", "kind=turn", "category=Credentials") == 1;
            },
            "the text waits and the agent is paused"
        );
        (await Scrape.Of(child.Ops)).Sum("smsbridge_texts_waiting", "direction=out").ShouldBe(0);
    }

    [Fact]
    public async Task While_the_database_is_away_the_scrape_is_quick_and_says_so_and_the_spool_shows()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        await Eventually.Holds(async () => (await Scrape.Of(child.Ops)).Sum("smsbridge_database_up") == 1, "the database shows as there");
        bridge.Postgres.Silence();
        await bridge.Around.Customer().Texts("hi");

        Scrape scrape = null!;
        await Eventually.Holds(
            async () =>
            {
                var began = TimeProvider.System.GetTimestamp();
                scrape = await Scrape.Of(child.Ops);
                TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(8));
                return scrape.Names.Contains("smsbridge_database_up") && scrape.Sum("smsbridge_database_up") == 0;
            },
            "the database shows as away"
        );

        scrape.Sum("smsbridge_spool_texts").ShouldBe(1);
        scrape.Sum("smsbridge_spool_size_bytes").ShouldBeGreaterThan(100);
        scrape.Sum("smsbridge_spool_oldest_age_seconds").ShouldBeGreaterThan(0);
        scrape.Names.ShouldContain("smsbridge_backlog_age_seconds");
        bridge.Postgres.Mend();
        await Eventually.Holds(async () => (await Scrape.Of(child.Ops)).Sum("smsbridge_spool_texts") == 0, "the spool is empty");
    }

    [Fact]
    public async Task More_customers_make_no_more_series()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        await TextAll(3);
        var before = Series(await Scrape.Of(child.Ops));

        await TextAll(100);

        var after = Series(await Scrape.Of(child.Ops));
        after.Except(before).ShouldBeEmpty();

        async Task TextAll(int count)
        {
            var customers = Enumerable.Range(0, count).Select(_ => bridge.Around.Customer()).ToList();
            await Parallel.ForEachAsync(
                customers,
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (customer, _) =>
                {
                    await customer.Texts("hi");
                    await customer.Receives();
                    await customer.Shows(child.Ops, "out", "delivered");
                }
            );
        }

        static List<string> Series(Scrape scrape) =>
            [
                .. scrape
                    .Samples.Where(s => s.Name.StartsWith("smsbridge_", StringComparison.Ordinal))
                    .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {string.Join(',', s.Labels)}")),
            ];
    }

    [Fact]
    public async Task Telemetry_can_be_switched_off()
    {
        await using var bridge = await BridgeOnLines.Without(postgres, BridgeSetup.With(("OTEL_SDK_DISABLED", "true")));
        var child = await bridge.Serve();

        var answer = await child.Ops.Get("/metrics");

        (answer.Status, answer.ContentType).ShouldBe((404, "application/problem+json"));
        answer.Body.ShouldContain("OTEL_SDK_DISABLED");
    }
}
