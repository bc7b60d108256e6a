using System.Text.Json;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>A text's trace, as a collector gets it from a bridge that runs as a process.</summary>
public sealed class TraceTests(TestPostgres postgres)
{
    private const string Webhook = "POST /twilio/inbound";
    private static readonly string[] OfAnswer = [Webhook, "process turn", "chat create", "chat respond", "send text"];

    [Fact]
    public async Task One_trace_leads_from_the_webhook_over_the_turn_and_the_agent_to_twilio_and_its_callbacks()
    {
        await using var traced = await TracedBridge.Start(postgres);
        var customer = traced.Around.Customer();

        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Shows(traced.Child.Ops, "out", "delivered");

        var trace = await traced.TraceOf(customer, [.. OfAnswer, "receive delivery status", "receive delivery status"]);
        var webhook = trace.Single(s => s.Name == Webhook);
        webhook.ParentId.ShouldBeEmpty("Twilio sends no trace context");
        webhook.Service.ShouldBe("smsbridge");
        webhook.Tags["http.response.status_code"].ShouldBe("200");
        var turn = trace.Single(s => s.Name == "process turn");
        turn.ParentId.ShouldBe(webhook.SpanId);
        turn.Tags["smsbridge.outcome"].ShouldBe("answered");
        turn.Tags["smsbridge.number.class"].ShouldBe("long");
        turn.Tags["smsbridge.agent"].ShouldBe("support");
        trace.Where(s => s.Name.StartsWith("chat ", StringComparison.Ordinal)).ShouldAllBe(s => s.ParentId == turn.SpanId);
        var send = trace.Single(s => s.Name == "send text");
        send.ParentId.ShouldBe(turn.SpanId);
        send.Tags["smsbridge.outcome"].ShouldBe("accepted");
        trace.Where(s => s.Name == "receive delivery status").ShouldAllBe(s => s.ParentId == turn.SpanId && s.Links.Count == 1);

        // What went over the wire names the span of exactly that call.
        var asked = traced.Around.Chat.Turns.Of(customer.Address).Single().Traceparent.ShouldNotBeNull().Split('-');
        var create = traced.Around.Twilio.Sent.Of(customer.Address).Single().Traceparent.ShouldNotBeNull().Split('-');
        (asked[1], create[1]).ShouldBe((turn.TraceId, turn.TraceId));
        var respond = trace.Single(s => s.Name == "chat respond");
        trace.Single(s => s.SpanId == asked[2]).ParentId.ShouldBe(respond.SpanId);
        trace.Single(s => s.SpanId == create[2]).ParentId.ShouldBe(send.SpanId);
    }

    [Fact]
    public async Task A_trace_that_a_proxy_began_is_continued_and_a_malformed_one_is_not()
    {
        const string traceId = "0af7651916cd43dd8448eb211c80319c";
        await using var traced = await TracedBridge.Start(postgres);
        var (continued, fresh) = (traced.Around.Customer(), traced.Around.Customer());

        await Post(continued, $"00-{traceId}-b7ad6b7169203331-01");
        await Post(fresh, $"00-{traceId}-0000-01");
        await continued.Receives();
        await fresh.Receives();

        (await traced.TraceOf(continued, OfAnswer)).ShouldContain(s => s.TraceId == traceId && s.ParentId == "b7ad6b7169203331");
        (await traced.TraceOf(fresh, OfAnswer)).ShouldAllBe(s => s.TraceId != traceId);

        async Task Post(Customer customer, string traceparent)
        {
            var fields = Fixtures.Webhook.Text(customer.Address, BridgeSetup.Number, "hi");
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Add("traceparent", traceparent);
            var signature = TwilioSignature.Sign(TwilioAccount.Default.PrimaryToken, traced.Child.Webhook, fields);
            http.DefaultRequestHeaders.Add("X-Twilio-Signature", signature);
            using var body = new FormUrlEncodedContent(fields);
            using var answer = await http.PostAsync(traced.Child.Webhook, body);
            ((int)answer.StatusCode).ShouldBe(200);
        }
    }

    [Fact]
    public async Task Texts_that_are_answered_together_continue_the_first_ones_trace_and_are_linked_to_the_others()
    {
        await using var traced = await TracedBridge.Start(postgres);
        var customer = traced.Around.Customer();
        traced.Around.Chat.Faults.Next(1, Fault.Slow(TimeSpan.FromSeconds(3)), "respond", customer.Address);

        await customer.Texts("one");
        await traced.Around.Chat.Creates.WaitForCount(customer.Address, 1, Eventually.Patience);
        await customer.Texts("two");
        await customer.Texts("three");
        await customer.Receives();
        await customer.Receives();

        customer.Asked.ShouldBe(["one", "two\nthree"]);
        await Eventually.Holds(() => traced.Telemetry.Spans.Any(s => s.Name == "process turn" && s.Links.Count == 1), "a turn with a link");
        var spans = traced.Telemetry.Spans;
        var webhooks = spans.Where(s => s.Name == Webhook).ToList();
        webhooks.Select(w => w.TraceId).Distinct().Count().ShouldBe(3);
        var together = spans.Single(s => s.Name == "process turn" && s.Links.Count == 1);
        together.Tags["messaging.batch.message_count"].ShouldBe("2");
        webhooks[1].TraceId.ShouldBe(together.TraceId);
        webhooks[2].TraceId.ShouldBe(together.Links[0]);
    }

    [Fact]
    public async Task The_trace_goes_on_in_another_process_when_the_first_one_dies_between_webhook_and_answer()
    {
        await using var traced = await TracedBridge.Start(postgres, new() { Lease = BridgeSetup.ShortLease });
        var customer = traced.Around.Customer();
        traced.Around.Chat.Faults.Next(1, Fault.Hang, "create");
        await customer.Texts("hi");
        await traced.Around.Chat.Faults.Applied.WaitForCount(1, Eventually.Patience);
        await Eventually.Holds(() => traced.Telemetry.Spans.Any(s => s.Name == Webhook), "the webhook's span");

        await traced.Child.Kill();
        await traced.Bridge.Serve();

        (await customer.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: hi");
        var trace = await traced.TraceOf(customer, OfAnswer);
        var webhook = trace.Single(s => s.Name == Webhook);
        // The next process may have to put it off once, while it starts.
        trace.Where(s => s.Name == "process turn").ShouldAllBe(s => s.ParentId == webhook.SpanId);
        trace.Single(s => s.Name == "send text").TraceId.ShouldBe(webhook.TraceId);
    }

    [Fact]
    public async Task The_trace_goes_through_the_spool()
    {
        await using var traced = await TracedBridge.Start(postgres);
        var customer = traced.Around.Customer();
        traced.Bridge.Postgres.Cut();

        await customer.Texts("hi");
        traced.Bridge.SpoolFiles.ShouldNotBeEmpty();
        traced.Bridge.Postgres.Mend();

        (await customer.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: hi");
        var trace = await traced.TraceOf(customer, OfAnswer);
        trace.Single(s => s.Name == "process turn").ParentId.ShouldBe(trace.Single(s => s.Name == Webhook).SpanId);
    }

    [Fact]
    public async Task A_handoff_event_carries_the_trace_to_whoever_takes_it()
    {
        await using var desk = await ScriptedServer.Start(_ => new Reply(204, "text/plain", ""));
        await using var traced = await TracedBridge.Start(
            postgres,
            BridgeSetup.With(
                ("Queues:hook:Type", "webhook"),
                ("Queues:hook:Url", $"{desk.Address}/secret-path"),
                ("Queues:hook:Secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                ("Handoff:DefaultQueue", "hook")
            ) with
            {
                Script = Sandbox.ChatApi.AgentScript.Echo,
            }
        );
        var customer = traced.Around.Customer();

        await customer.Texts("/handoff billing card_declined");
        await Eventually.Holds(() => desk.Calls.Count == 1, "the event");

        var trace = await traced.TraceOf(customer, [Webhook, "process turn", "publish event"]);
        var publish = trace.Single(s => s.Name == "publish event");
        publish.ParentId.ShouldBe(trace.Single(s => s.Name == "process turn").SpanId);
        (publish.Tags["messaging.destination.name"], publish.Tags["smsbridge.outcome"]).ShouldBe(("hook", "published"));
        var header = desk.Calls[0].Headers["traceparent"].Split('-');
        header[1].ShouldBe(publish.TraceId);
        trace.Single(s => s.SpanId == header[2]).ParentId.ShouldBe(publish.SpanId);
        var handedOver = JsonSerializer.Deserialize<JsonElement>(desk.Calls[0].Body);
        HandoffSchema.Check(handedOver);
        handedOver.GetProperty("traceparent").GetString()!.Split('-')[1].ShouldBe(publish.TraceId);
        traced.Telemetry.Everything.ShouldNotContain("secret-path");
    }
}
