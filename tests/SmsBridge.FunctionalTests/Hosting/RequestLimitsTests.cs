using System.Text;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Hosting;

public sealed class RequestLimitsTests(SharedBridge shared) : BridgeTests(shared)
{
    [Fact]
    public async Task A_webhook_beyond_the_limit_gets_413_and_is_not_stored()
    {
        var customer = Bridge.Customer();
        var small = Webhook.Text(customer.Address, BridgeSetup.Number, "hi", ("AddOns", new string('x', 60_000)));
        var large = Webhook.Text(customer.Address, BridgeSetup.Number, "large", ("AddOns", new string('x', 66_000)));

        (await Webhook.Post(Bridge.Instances[0].Webhook, small)).Status.ShouldBe(200);
        var refused = await Webhook.Post(Bridge.Instances[0].Webhook, large);

        (refused.Status, refused.ContentType).ShouldBe((413, "application/problem+json"));
        (await Bridge.Database.Count("messages where text = 'large'")).ShouldBe(0);
    }

    [Fact]
    public async Task The_longest_text_there_is_fits_also_by_get()
    {
        var customer = Bridge.Customer();
        var text = string.Concat(Enumerable.Repeat("字", 1600));
        var query = string.Join(
            '&',
            Webhook.Text(customer.Address, BridgeSetup.Number, text).Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}")
        );
        var url = $"{Bridge.Instances[0].Webhook}?{query}";

        var answer = await Webhook.Get(url, TwilioSignature.Sign(TwilioAccount.Default.PrimaryToken, url, []));

        answer.Status.ShouldBe(200, answer.Body);
        (await Bridge.Database.One<int>("select length(text) from messages where thread_id = $1", customer.ThreadId)).ShouldBe(1600);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task A_signed_webhook_that_is_no_form_is_refused(string? type)
    {
        var url = Bridge.Instances[0].Webhook;
        var fields = Webhook.Text(Bridge.Customer().Address, BridgeSetup.Number, "not a form");
        var body = string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.Add("X-Twilio-Signature", TwilioSignature.Sign(TwilioAccount.Default.PrimaryToken, url, fields));
        using var http = new HttpClient();

        using var answer = await http.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(415);
        (await Bridge.Database.Count("messages where text = 'not a form'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_request_of_the_api_beyond_the_limit_gets_413()
    {
        var answer = await RawHttp.Exchange(
            Bridge.Instances[0].OpsAddress,
            $"PUT /api/v1/numbers/{BridgeSetup.Number} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {BridgeSettings.Key}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {1024 * 1024 + 1}\r\n\r\n{{\"label\":"
        );

        answer.Status.ShouldBe(413, answer.Text);
        answer.Text.ShouldContain("application/problem+json");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Too_long_a_url_or_header_is_refused_on_both_listeners(bool isPublic)
    {
        var address = isPublic ? Bridge.Instances[0].PublicAddress : Bridge.Instances[0].OpsAddress;

        (await RawHttp.Exchange(address, $"GET /{new string('a', 25_000)} HTTP/1.1\r\nHost: x\r\n\r\n")).Status.ShouldBe(414);
        (await RawHttp.Exchange(address, $"GET / HTTP/1.1\r\nHost: x\r\nX-A: {new string('a', 17_000)}\r\n\r\n")).Status.ShouldBe(431);
        var many = string.Concat(Enumerable.Range(0, 70).Select(i => $"X-{i}: 1\r\n"));
        (await RawHttp.Exchange(address, $"GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n")).Status.ShouldBe(431);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_sends_byte_by_byte_is_cut_off(bool isPublic)
    {
        var address = isPublic ? Bridge.Instances[0].PublicAddress : Bridge.Instances[0].OpsAddress;
        using var headers = await RawHttp.Connect(address);
        using var body = await RawHttp.Connect(address);
        await headers.Send("POST /twilio/inbound HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        await body.Send(
            isPublic
                ? $"POST /twilio/inbound HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n"
                : $"PUT /api/v1/numbers/{BridgeSetup.Number} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {BridgeSettings.Key}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{{"
        );

        var answers = await Task.WhenAll(headers.Read(TimeSpan.FromSeconds(30)), body.Read(TimeSpan.FromSeconds(30)));

        answers.ShouldAllBe(a => a.Closed);
        answers.ShouldAllBe(a => a.Status == 408 || a.Status == null);
    }
}

public sealed class ConnectionLimitTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        BridgeSetup.With(("Public:MaxConnections", "3"), ("Logging:LogLevel:SmsBridge.Hosting", "Warning"));

    [Fact]
    public async Task A_connection_beyond_the_limit_takes_the_place_of_the_one_that_is_idle_longest_and_the_other_listener_does_not_notice()
    {
        var lines = new LogLines(Bridge.Instances[0]);
        var open = new List<RawHttp>();
        for (var i = 0; i < 3; i++)
        {
            open.Add(await RawHttp.Connect(Bridge.Instances[0].PublicAddress));
            await Eventually.Holds(async () => (await Ops.Get("/health/live")).Status == 200, "the listener has seen it");
        }

        (
            await RawHttp.Exchange(Bridge.Instances[0].PublicAddress, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        ).Status.ShouldBe(404);
        (await open[0].Read(TimeSpan.FromSeconds(10))).Closed.ShouldBeTrue("it was idle longest");
        (await Ops.Get("/health/ready")).Status.ShouldBe(200);
        lines.Of(1700).ShouldHaveSingleItem().ShouldContain("Public:MaxConnections");

        foreach (var idle in open.Skip(1))
        {
            await idle.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            (await idle.Read(TimeSpan.FromSeconds(2))).Status.ShouldBe(404);
        }

        open.ForEach(o => o.Dispose());
    }
}
