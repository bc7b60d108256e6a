using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Twilio;

public sealed class SignatureTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_text_with_a_wrong_signature_or_none_is_refused_and_not_stored(bool wrong, bool none)
    {
        var customer = Bridge.Customer();

        var delivery = await customer.Sends("hi", new InboundOptions { WrongSignature = wrong, NoSignature = none });

        delivery.Status.ShouldBe(403);
        (await Bridge.Database.Count("messages where text = 'hi' and thread_id = $1", customer.ThreadId)).ShouldBe(0);
        (await Bridge.Database.Count("threads where id = $1", customer.ThreadId)).ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_account_is_refused_also_with_a_signature_that_would_fit_another()
    {
        var customer = Bridge.Customer();

        var delivery = await customer.Sends("hi", Changed("AccountSid", "AC99999999999999999999999999999999"));

        delivery.Status.ShouldBe(403);
        (await Bridge.Database.Count("threads where id = $1", customer.ThreadId)).ShouldBe(0);
    }

    [Fact]
    public async Task A_text_without_an_account_is_refused()
    {
        (await Bridge.Customer().Sends("hi", Changed("AccountSid", null))).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_changed_dropped_or_added_field_breaks_the_signature()
    {
        var url = Bridge.Instances[0].Webhook;
        var fields = Webhook.Text(Bridge.Customer().Address, BridgeSetup.Number, "hi", ("FromCity", ""));
        var signature = TwilioSignature.Sign(TwilioAccount.Default.PrimaryToken, url, fields);
        string Form(IEnumerable<KeyValuePair<string, string>> f) =>
            string.Join('&', f.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));

        var changed = fields.Select(f => f.Key == "Body" ? new(f.Key, "ho") : f);
        (await Webhook.PostRaw(url, Form(changed), signature)).Status.ShouldBe(403);
        (await Webhook.PostRaw(url, Form(fields.Where(f => f.Key != "FromCity")), signature)).Status.ShouldBe(403);
        (await Webhook.PostRaw(url, Form(fields.Append(new("Extra", "1"))), signature)).Status.ShouldBe(403);
        (await Webhook.PostRaw($"{url}?a=1", Form(fields), signature)).Status.ShouldBe(403);
        (await Webhook.PostRaw(url, Form(fields), signature)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Fields_may_come_in_any_order_repeated_unknown_and_empty()
    {
        var customer = Bridge.Customer();
        var fields = Webhook.Text(
            customer.Address,
            BridgeSetup.Number,
            " hi  there ",
            ("Tag", "b"),
            ("Tag", "a"),
            ("Tag", "b"),
            ("New", "")
        );
        fields.Reverse();

        (await Webhook.Post(Bridge.Instances[0].Webhook, fields)).Status.ShouldBe(200);

        (await customer.Receives()).ShouldBe("You said:  hi  there".TrimEnd());
        customer.Asked.ShouldBe([" hi  there "]);
    }

    [Fact]
    public async Task A_query_is_part_of_what_is_signed_with_its_percent_encoding_untouched()
    {
        var url = $"{Bridge.Instances[0].Webhook}?tenant=a%2Fb%20c&v=%C3%A9";
        var fields = Webhook.Text(Bridge.Customer().Address, BridgeSetup.Number, "hi");

        (await Webhook.Post(url, fields)).Status.ShouldBe(200);
        (await Webhook.Post(url, fields, signedUrl: Uri.UnescapeDataString(url))).Status.ShouldBe(403);
    }

    private static InboundOptions Changed(string field, string? value) =>
        new() { Fields = new Dictionary<string, string?> { [field] = value } };
}
