using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>Nothing of customers leaves with traces, metrics and logs, whoever makes them.</summary>
public sealed class ScrubbedTests(TestPostgres postgres)
{
    [Fact]
    public async Task No_number_and_no_text_is_in_what_is_exported()
    {
        await using var traced = await TracedBridge.Start(postgres, BridgeSetup.With(("Limits:PerSenderPerMinute", "2")));
        var (ops, customer) = (traced.Child.Ops, traced.Around.Customer());
        var telemetry = traced.Telemetry;
        // A send whose outcome is unknown is looked for by number, in a query.
        traced.Around.Twilio.Faults.Next(1, Fault.AcceptThenDrop, "create", customer.Address);

        await customer.Texts("secret-words");
        await customer.Shows(ops, "out", "delivered");
        await customer.Texts("secret-words more");
        await customer.Texts("secret-words even more");
        var (number, who) = (Uri.EscapeDataString(BridgeSetup.Number), Uri.EscapeDataString(customer.Address));
        await ops.Get($"/api/v1/numbers/{number}");
        await ops.Get($"/api/v1/numbers/{number}/history");
        await ops.Get($"/api/v1/threads?number={number}&customer={who}");
        await ops.Get($"/api/v1/nothing/{who}");
        await ops.Post(
            "/api/v1/messages",
            new
            {
                number = BridgeSetup.Number,
                customer = customer.Address,
                text = "secret-words",
                clientMessageId = "c",
            }
        );
        await Webhook.Post(traced.Child.Webhook, Webhook.Text(customer.Address, "+14155550000", "secret-words"));
        await telemetry.Trace(s => s.Name == "POST /api/v1/messages", "POST /api/v1/messages");
        await Eventually.Holds(
            () => telemetry.Everything.Contains("smsbridge.turn.duration", StringComparison.Ordinal),
            "metrics arrive too"
        );
        await Eventually.Holds(() => telemetry.Everything.Contains("goes nowhere", StringComparison.Ordinal), "log lines arrive too");

        var everything = telemetry.Everything;
        foreach (var secret in new[] { "secret-words", customer.Address[2..], BridgeSetup.Number[2..], "4155550000" })
        {
            everything.ShouldNotContain(secret);
        }

        // So that the above says something: each kind of span is there.
        telemetry
            .Spans.Select(s => s.Source)
            .Distinct()
            .ShouldBe(["SmsBridge", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"], ignoreOrder: true);
        telemetry.Spans.ShouldContain(s => s.Name == "GET /api/v1/numbers/{number}");
        telemetry.Spans.ShouldNotContain(s =>
            s.Tags.ContainsKey("url.path") || s.Tags.ContainsKey("url.full") || s.Tags.ContainsKey("url.query")
        );
    }

    [Fact]
    public async Task Requests_of_machines_and_looks_for_work_make_no_traces()
    {
        await using var traced = await TracedBridge.Start(postgres);

        await traced.Child.Ops.Get("/health/ready");
        await traced.Child.Ops.Get("/metrics");
        await traced.Child.Ops.Get("/api/v1/numbers");
        await traced.Telemetry.Trace(s => s.Name == "GET /api/v1/numbers", "GET /api/v1/numbers");

        var spans = traced.Telemetry.Spans;
        spans.ShouldNotContain(s => s.Name.Contains("/health") || s.Name.Contains("/metrics"));
        spans.ShouldAllBe(s => s.Source != "Npgsql" || s.ParentId != "");
        var traces = spans.Where(s => s.ParentId == "").Select(s => s.TraceId).ToHashSet();
        spans.ShouldAllBe(s => traces.Contains(s.TraceId), "a span whose trace has no beginning");
    }
}
