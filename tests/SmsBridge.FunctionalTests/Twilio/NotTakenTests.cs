using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Twilio;

public sealed class NotTakenTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Disabled = "+14155550177";
    private const string Ours = "+14155550166";

    private protected override BridgeSetup Setup =>
        new() { Numbers = [BridgeSetup.Document(), BridgeSetup.Document(Disabled, d => d["enabled"] = false), BridgeSetup.Document(Ours)] };

    [Theory]
    [InlineData("unknown-number", "+14155550101", "+14155550000")]
    [InlineData("disabled-number", "+14155550101", Disabled)]
    [InlineData("alphanumeric-sender", "ACME", BridgeSetup.Number)]
    [InlineData("own-number", Ours, BridgeSetup.Number)]
    public async Task A_text_that_starts_no_turn_is_acknowledged_and_counted(string reason, string from, string to)
    {
        using var counters = new Counters(Bridge.Instances[0]);

        var answer = await Webhook.Post(Bridge.Instances[0].Webhook, Webhook.Text(from, to, "hi"));

        answer.Status.ShouldBe(200);
        answer.ContentType.ShouldBe("text/xml");
        answer.Body.ShouldEndWith("<Response/>");
        counters[$"smsbridge.texts.not_taken reason={reason}"].ShouldBe(1);
        (await Bridge.Database.Count("messages")).ShouldBe(0);
        (await Bridge.Database.Count("work")).ShouldBe(0);
        Bridge.Chat.Creates.Count.ShouldBe(0);
        Bridge.Twilio.Sent.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("MessageSid")]
    [InlineData("From")]
    [InlineData("To")]
    public async Task A_signed_form_without_a_field_that_every_text_has_is_a_mistake_that_is_named(string field)
    {
        var fields = Webhook.Text("+14155550101", BridgeSetup.Number, "hi");
        fields.RemoveAll(f => f.Key == field);

        var answer = await Webhook.Post(Bridge.Instances[0].Webhook, fields);

        answer.Status.ShouldBe(400);
        answer.Problem.ShouldContain(field);
    }

    [Fact]
    public async Task A_body_that_is_larger_than_any_text_is_refused()
    {
        var fields = Webhook.Text("+14155550101", BridgeSetup.Number, new string('x', 300_000));

        (await Webhook.Post(Bridge.Instances[0].Webhook, fields)).Status.ShouldBeInRange(400, 413);
    }

    [Fact]
    public async Task A_delivery_without_a_form_is_refused()
    {
        (await Webhook.PostRaw(Bridge.Instances[0].Webhook, "", "x")).Status.ShouldBe(403);
        (await Webhook.Get(Bridge.Instances[0].Webhook, TwilioSignature.Sign("x", Bridge.Instances[0].Webhook, []))).Status.ShouldBe(403);
    }
}
