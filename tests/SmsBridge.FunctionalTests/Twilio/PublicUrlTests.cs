namespace SmsBridge.FunctionalTests.Twilio;

public sealed class PublicUrlTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Base = "https://sms.example.com/hooks/bridge";

    private protected override BridgeSetup Setup => new() { BaseUrl = Base };

    [Theory]
    [InlineData("https://sms.example.com/hooks/bridge/twilio/inbound")]
    [InlineData("https://sms.example.com:443/hooks/bridge/twilio/inbound")]
    public async Task Behind_a_proxy_that_strips_the_prefix_the_signature_covers_the_whole_public_url(string signedUrl)
    {
        var fields = Webhook.Text(Bridge.Customer().Address, BridgeSetup.Number, "hi");

        (await Webhook.Post($"{Bridge.Instances[0].PublicAddress}/twilio/inbound", fields, signedUrl)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Behind_a_proxy_that_keeps_the_prefix_the_webhook_answers_too()
    {
        var fields = Webhook.Text(Bridge.Customer().Address, BridgeSetup.Number, "hi");

        var answer = await Webhook.Post(
            $"{Bridge.Instances[0].PublicAddress}/hooks/bridge/twilio/inbound",
            fields,
            $"{Base}/twilio/inbound"
        );

        answer.Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("https://sms.example.com/twilio/inbound")]
    [InlineData("http://sms.example.com/hooks/bridge/twilio/inbound")]
    [InlineData("https://sms.example.com:8443/hooks/bridge/twilio/inbound")]
    [InlineData("https://other.example.com/hooks/bridge/twilio/inbound")]
    public async Task A_signature_over_another_url_is_refused(string signedUrl)
    {
        var fields = Webhook.Text(Bridge.Customer().Address, BridgeSetup.Number, "hi");

        (await Webhook.Post($"{Bridge.Instances[0].PublicAddress}/twilio/inbound", fields, signedUrl)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Status_callbacks_are_asked_for_under_the_public_url()
    {
        var customer = Bridge.Customer();
        var fields = Webhook.Text(customer.Address, BridgeSetup.Number, "hi");
        await Webhook.Post($"{Bridge.Instances[0].PublicAddress}/twilio/inbound", fields, $"{Base}/twilio/inbound");

        var sent = await Bridge.Twilio.NextTo(customer.Address, Eventually.Patience);

        sent.StatusCallback.ShouldStartWith($"{Base}/twilio/status/");
    }
}
