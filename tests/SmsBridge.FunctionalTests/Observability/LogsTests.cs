using System.Text.Json;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Observability;

public sealed class LogsTests(TestPostgres postgres)
{
    [Fact]
    public async Task Json_lines_have_the_event_id_and_the_trace_of_their_text_and_no_path()
    {
        await using var traced = await TracedBridge.Start(postgres, BridgeSetup.With(("Logging:Console:FormatterName", "json")));
        var customer = traced.Around.Customer();
        traced.Around.Chat.Faults.Next(1, Fault.Http(400), "respond", customer.Address);

        await customer.Texts("hi");
        await customer.Shows(traced.Child.Ops, "in", "failed");
        await traced.Child.Ops.Get($"/api/v1/threads?customer={Uri.EscapeDataString(customer.Address)}");
        await Webhook.Post(traced.Child.Webhook, Webhook.Text(customer.Address, "+14155550000", "hi"));

        var turn = (await traced.TraceOf(customer, "process turn")).Single(s => s.Name == "process turn");
        JsonElement given = default;
        await Eventually.Holds(
            () => (given = Lines(traced.Child).FirstOrDefault(l => Id(l) == 601)).ValueKind == JsonValueKind.Object,
            "the turn that was given up is in the log"
        );
        given.GetProperty("LogLevel").GetString().ShouldBe("Error");
        given.GetProperty("State").GetProperty("Category").GetString().ShouldBe("Rejected");
        given.GetProperty("Scopes").GetRawText().ShouldContain(turn.TraceId);
        await Eventually.Holds(() => Lines(traced.Child).Any(l => Id(l) == 303), "a text that goes nowhere is in the log");
        traced.Child.Output.ShouldNotContain("RequestPath");
        traced.Child.Output.ShouldNotContain("/twilio/inbound\"");
        await Eventually.Holds(
            () => traced.Telemetry.Everything.Contains("was given up (Rejected)", StringComparison.Ordinal),
            "logs by OTLP"
        );
    }

    private static int Id(JsonElement line) => line.GetProperty("EventId").GetInt32();

    private static IEnumerable<JsonElement> Lines(ChildBridge child) =>
        child.Output.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonSerializer.Deserialize<JsonElement>(l));
}
