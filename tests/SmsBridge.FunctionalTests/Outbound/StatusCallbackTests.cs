using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Outbound;

public sealed class StatusCallbackTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup => new() { Callbacks = new() { Mode = CallbackMode.Off } };

    [Fact]
    public async Task A_status_moves_forward_and_never_back()
    {
        var (customer, sent) = await Sent();

        (await Say(sent, "sent")).ShouldBe(204);
        await Is(customer, "sent");
        (await Say(sent, "queued")).ShouldBe(204);
        await Is(customer, "sent");
        (await Say(sent, "delivered")).ShouldBe(204);
        (await Say(sent, "sent")).ShouldBe(204);
        (await Say(sent, "undelivered", ("ErrorCode", "30003"))).ShouldBe(204);
        (await Say(sent, "delivered")).ShouldBe(204);
        await Is(customer, "delivered");
        (await customer.Messages())[1].GetProperty("error").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("read", "delivered")]
    [InlineData("undelivered", "undelivered")]
    [InlineData("failed", "failed")]
    [InlineData("canceled", "canceled")]
    [InlineData("sending", "accepted")]
    public async Task Twilios_words_are_shown_in_ours(string word, string status)
    {
        var (customer, sent) = await Sent();

        (await Say(sent, word)).ShouldBe(204);

        await Is(customer, status);
    }

    [Fact]
    public async Task A_word_that_nobody_knows_is_recorded_and_changes_nothing()
    {
        var (customer, sent) = await Sent();
        await Say(sent, "sent");

        (await Say(sent, "teleported")).ShouldBe(204);

        await Is(customer, "sent");
        (
            await Bridge.Database.All<string>(
                "select provider_status from messages where thread_id = $1 and direction = 'out'",
                customer.ThreadId
            )
        ).ShouldBe(["teleported"]);
    }

    [Fact]
    public async Task An_error_code_is_shown()
    {
        var (customer, sent) = await Sent();

        await Say(sent, "undelivered", ("ErrorCode", "30005"));

        (await customer.Messages())[1].GetProperty("error").GetProperty("code").GetInt32().ShouldBe(30005);
    }

    [Theory]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a8057")]
    [InlineData("not-a-uuid")]
    public async Task A_callback_for_a_message_that_is_not_ours_is_acknowledged(string id)
    {
        var url = $"{Bridge.Instances[0].PublicAddress}/twilio/status/{id}";

        (await Webhook.Post(url, Fields("SM00000000000000000000000000000009", "delivered"))).Status.ShouldBe(204);
    }

    [Fact]
    public async Task A_callback_for_another_sid_changes_nothing()
    {
        var (customer, sent) = await Sent();

        (await Webhook.Post(sent.StatusCallback!, Fields("SM00000000000000000000000000000009", "delivered"))).Status.ShouldBe(204);

        await Is(customer, "accepted");
    }

    [Fact]
    public async Task A_callback_with_a_wrong_signature_or_an_unknown_account_is_refused()
    {
        var (customer, sent) = await Sent();
        var fields = Fields(sent.Sid, "delivered");

        (await Webhook.Post(sent.StatusCallback!, fields, token: "ffffffffffffffffffffffffffffffff")).Status.ShouldBe(403);
        (await Webhook.Post(sent.StatusCallback!, fields, signedUrl: $"{sent.StatusCallback}0")).Status.ShouldBe(403);
        (await Webhook.PostRaw(sent.StatusCallback!, $"MessageSid={sent.Sid}&MessageStatus=delivered", null)).Status.ShouldBe(403);

        await Is(customer, "accepted");
    }

    private async Task<(Customer, SmsMessage)> Sent()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        var sent = await Bridge.Twilio.NextTo(customer.Address, Eventually.Patience);
        await customer.Shows("out", "accepted");
        return (customer, sent);
    }

    private static async Task<int> Say(SmsMessage sent, string word, params (string, string)[] more) =>
        (await Webhook.Post(sent.StatusCallback!, Fields(sent.Sid, word, more))).Status;

    private static List<KeyValuePair<string, string>> Fields(string sid, string word, params (string Name, string Value)[] more) =>
        [
            new("AccountSid", TwilioAccount.Default.Sid),
            new("MessageSid", sid),
            new("MessageStatus", word),
            .. more.Select(m => KeyValuePair.Create(m.Name, m.Value)),
        ];

    private static async Task Is(Customer customer, string status) =>
        (await customer.Messages())[1].GetProperty("status").GetString().ShouldBe(status);
}
