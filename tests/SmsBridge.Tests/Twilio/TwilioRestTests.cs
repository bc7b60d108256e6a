using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmsBridge.Tests.Hosting;
using SmsBridge.Twilio;
using SmsBridge.Work;

namespace SmsBridge.Tests.Twilio;

/// <summary>The SDK's resources over the bridge's transport, against real servers.</summary>
public sealed class TwilioRestTests : IAsyncDisposable
{
    private const string Json = "application/json";
    private const string Created = """{"sid":"SM1","status":"queued","body":"hi","date_created":"Sun, 01 Nov 2026 12:00:00 +0000"}""";

    private static readonly TwilioAccount Account = new("main", "AC1", [], "Basic abc==");
    private static readonly OutgoingText Text = new("+14155550199", "+14155550101", "a b&é", null, new Uri("https://bridge.example.com/x"));

    private readonly List<IAsyncDisposable> opened = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(opened))
        {
            await one.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("", "/2010-04-01/Accounts/AC1/Messages.json")]
    [InlineData("/", "/2010-04-01/Accounts/AC1/Messages.json")]
    [InlineData("/proxy", "/proxy/2010-04-01/Accounts/AC1/Messages.json")]
    public async Task A_message_is_created_at_the_configured_address(string prefix, string target)
    {
        var server = await Answering(201, Created);

        var attempt = await Client(server, prefix).Send(Account, Text, term: null, default);

        attempt.Value!.Sid.ShouldBe("SM1");
        server.Seen.Method.ShouldBe("POST");
        server.Seen.Target.ShouldBe(target);
        server.Seen.Headers["Authorization"].ShouldBe("Basic abc==");
        server.Seen.Headers["Content-Type"].ShouldBe("application/x-www-form-urlencoded");
        server
            .Seen.Body.Split('&')
            .ShouldBe(
                ["To=%2B14155550101", "From=%2B14155550199", "Body=a+b%26%C3%A9", "StatusCallback=https%3A%2F%2Fbridge.example.com%2Fx"],
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData(400, Json, """{"code":21610}""", FailureCategory.OptedOut, "21610")]
    [InlineData(400, Json, """{"code":21211}""", FailureCategory.Rejected, "21211")]
    [InlineData(401, Json, """{"code":20003}""", FailureCategory.Credentials, "20003")]
    [InlineData(403, "text/html", "<html>proxy</html>", FailureCategory.Credentials, null)]
    [InlineData(404, Json, "", FailureCategory.Rejected, null)]
    [InlineData(502, "text/html", "<html>proxy</html>", FailureCategory.UnknownOutcome, null)]
    [InlineData(502, "text/html; charset=klingon-8", "<html>proxy</html>", FailureCategory.UnknownOutcome, null)]
    [InlineData(503, Json, """{"code":20503}""", FailureCategory.UnknownOutcome, "20503")]
    public async Task A_refusal_means_what_the_table_says(int status, string type, string body, object category, string? code)
    {
        var server = await Opened(WireServer.Start(status, type, body));

        var failure = (await Client(server).Send(Account, Text, term: null, default)).Failure!;

        failure.Category.ShouldBe((FailureCategory)category);
        failure.Code.ShouldBe(code);
        failure.Reason.ShouldStartWith($"Twilio answered {status}");
    }

    [Theory]
    [InlineData("""{"code":20429}""", "7", 7)]
    [InlineData("<html>slow down</html>", "9", 9)]
    [InlineData("""{"code":20429}""", null, null)]
    public async Task Too_many_requests_wait_as_long_as_Twilio_says(string body, string? retryAfter, int? seconds)
    {
        var server = await Opened(WireServer.Start(429, Json, body, retryAfter is null ? [] : [("Retry-After", retryAfter)]));

        var failure = (await Client(server).Send(Account, Text, term: null, default)).Failure!;

        failure.Category.ShouldBe(FailureCategory.RateLimited);
        failure.RetryAfter.ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    [Theory]
    [InlineData("<html>Welcome</html>", "could not be read")]
    [InlineData("[]", "could not be read")]
    [InlineData("{", "could not be read")]
    [InlineData("""{"sid":"SM1","date_created":"the other day"}""", "could not be read")]
    [InlineData("", "is empty")]
    [InlineData("null", "is empty")]
    [InlineData("{}", "is empty")]
    public async Task A_success_that_cannot_be_read_may_have_created_the_message(string body, string reason)
    {
        var server = await Answering(201, body);

        (await Client(server).Send(Account, Text, term: null, default)).Failure.ShouldBe(
            new Failure(FailureCategory.UnknownOutcome, $"Twilio's answer to create {reason}")
        );
        server.All.Count.ShouldBe(1, "what may have been done is not done again");
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_the_outcome_open()
    {
        var before = await Opened(
            WireServer.Start(context =>
            {
                context.Abort();
                return Task.CompletedTask;
            })
        );
        var within = await Opened(
            WireServer.Start(async context =>
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{");
                await context.Response.Body.FlushAsync();
                context.Abort();
            })
        );

        foreach (var server in new[] { before, within })
        {
            (await Client(server).Send(Account, Text, term: null, default)).Failure.ShouldBe(
                new Failure(FailureCategory.UnknownOutcome, "Twilio broke the connection off")
            );
        }
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_safe_to_repeat()
    {
        var server = await Answering(201, Created);
        var client = Client(server);
        await server.DisposeAsync();

        (await client.Send(Account, Text, term: null, default)).Failure.ShouldBe(
            new Failure(FailureCategory.Transient, "Twilio cannot be reached (ConnectionError)")
        );
    }

    [Fact]
    public async Task A_call_ends_with_its_token()
    {
        var server = await Opened(WireServer.Silent());
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<OperationCanceledException>(() => Client(server).Send(Account, Text, term: null, cancellation.Token));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_leaves_the_outcome_of_a_create_open_and_that_of_a_list_not()
    {
        var client = Client(await Opened(WireServer.Silent()), timeout: TimeSpan.FromMilliseconds(200));

        (await client.Send(Account, Text, term: null, default)).Failure!.Category.ShouldBe(FailureCategory.UnknownOutcome);
        (await Latest(client)).Failure.ShouldBe(new Failure(FailureCategory.Transient, "Twilio's message list did not come within 0.2 s"));
    }

    [Fact]
    public async Task A_redirect_is_refused_for_good_with_the_setting_to_correct_and_nothing_goes_on()
    {
        var other = await Answering(201, Created);
        var client = Client(await Opened(WireServer.Redirecting(other)));

        foreach (var failure in new[] { (await client.Send(Account, Text, term: null, default)).Failure, (await Latest(client)).Failure })
        {
            failure.ShouldBe(
                new Failure(FailureCategory.Rejected, "Twilio answered 307: redirects are not followed, correct Twilio:ApiUrl")
            );
        }

        other.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_of_more_than_four_megabytes_is_as_good_as_none()
    {
        var client = Client(await Answering(201, $$"""{"sid":"SM1","body":"{{new string('x', 4 * 1024 * 1024)}}"}"""));

        (await client.Send(Account, Text, term: null, default)).Failure.ShouldBe(
            new Failure(FailureCategory.UnknownOutcome, "Twilio answered with more than the bridge reads")
        );
        (await Latest(client)).Failure!.Category.ShouldBe(FailureCategory.Transient);
    }

    [Theory]
    [InlineData("2026-11-01T10:00:00.000+02:00")]
    [InlineData("/Date(1234)/")]
    [InlineData("plain \\\"words\\\" é 👍")]
    public async Task A_text_in_the_list_is_as_it_was_sent_also_where_it_looks_like_a_date(string body)
    {
        var server = await Answering(
            200,
            $$"""{"messages":[{"sid":"SM1","body":"{{body}}","date_created":"Sun, 01 Nov 2026 12:00:00 +0000"},{"sid":null}],"uri":"x"}"""
        );

        var found = (await Latest(Client(server))).Value!;

        found.ShouldHaveSingleItem().Body.ShouldBe(body.Replace("\\\"", "\"", StringComparison.Ordinal));
        server.Seen.Target.ShouldBe(
            "/2010-04-01/Accounts/AC1/Messages.json?To=%2B14155550101&From=%2B14155550199&DateSent%3E=2026-11-01T00%3A00%3A00Z&PageSize=100"
        );
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"messages":5}""")]
    public async Task A_list_that_is_none_is_asked_for_again(string body) =>
        (await Latest(Client(await Answering(200, body)))).Failure.ShouldBe(
            new Failure(FailureCategory.Transient, "Twilio's message list could not be read")
        );

    [Fact]
    public async Task Numbers_are_read_page_by_page()
    {
        var server = await Opened(
            WireServer.Start(context =>
            {
                var second = context.Request.Query["Page"] == "1" && context.Request.Query["PageToken"] == "PA 1";
                var number = second ? "+14155550102" : "+14155550101";
                var next = second ? "null" : "\"/2010-04-01/Accounts/AC1/IncomingPhoneNumbers.json?PageSize=1000&Page=1&PageToken=PA%201\"";
                context.Response.ContentType = Json;
                return context.Response.WriteAsync(
                    $$"""
                    {"incoming_phone_numbers":[{"sid":"PN1","phone_number":"{{number}}","sms_url":"https://EXAMPLE.com:443/a?b#rc=1","sms_method":"GET",
                     "sms_application_sid":""}],"next_page_uri":{{next}}}
                    """
                );
            })
        );

        var numbers = (await new TwilioNumbers(Rest(server)).All(Account, default)).Value!;

        numbers.ShouldBe([
            new("PN1", "+14155550101", new NumberWebhook("https://EXAMPLE.com:443/a?b#rc=1", "GET", "")),
            new("PN1", "+14155550102", new NumberWebhook("https://EXAMPLE.com:443/a?b#rc=1", "GET", "")),
        ]);
        server.All[0].Target.ShouldBe("/2010-04-01/Accounts/AC1/IncomingPhoneNumbers.json?PageSize=1000");
        server.All.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(
        "https://EXAMPLE.com:443/a%20b?c=%26#rc=1",
        "GET",
        "",
        "SmsUrl=https%3A%2F%2FEXAMPLE.com%3A443%2Fa%2520b%3Fc%3D%2526%23rc%3D1"
    )]
    [InlineData("", "POST", "AP1", "SmsUrl=")]
    public async Task A_webhook_is_put_back_to_the_letter(string url, string method, string application, string onTheWire)
    {
        var server = await Answering(200, """{"sid":"PN1","phone_number":"+14155550101","sms_url":null}""");

        var set = await new TwilioNumbers(Rest(server)).Set(Account, "PN1", new NumberWebhook(url, method, application), default);

        set.Value!.Webhook.Url.ShouldBe("");
        server.Seen.Target.ShouldBe("/2010-04-01/Accounts/AC1/IncomingPhoneNumbers/PN1.json");
        server.Seen.Body.Split('&').ShouldBe([onTheWire, $"SmsMethod={method}", $"SmsApplicationSid={application}"], ignoreOrder: true);
    }

    private static Task<Attempt<List<TwilioMessage>>> Latest(TwilioClient client) =>
        client.Latest(
            Account,
            "+14155550101",
            "+14155550199",
            new DateTimeOffset(2026, 11, 1, 12, 30, 0, TimeSpan.Zero),
            CancellationToken.None
        );

    private TwilioRest Rest(WireServer server) => Services(server.Url, TimeSpan.FromSeconds(15)).GetRequiredService<TwilioRest>();

    private TwilioClient Client(WireServer server, string prefix = "", TimeSpan? timeout = null) =>
        Services(server.Url + prefix, timeout ?? TimeSpan.FromSeconds(15)).GetRequiredService<TwilioClient>();

    private ServiceProvider Services(string url, TimeSpan timeout)
    {
        var options = new TwilioOptions
        {
            ApiUrl = url,
            Timeout = timeout,
            Accounts = { ["main"] = new() { AccountSid = "AC1" } },
        };
        var services = new ServiceCollection().AddMetrics().AddLogging().AddSingleton(TimeProvider.System);
        var provider = services
            .AddSingleton(Options.Create(options))
            .AddSingleton<RemoteMetrics>()
            .AddSingleton<TwilioRest>()
            .AddSingleton<TwilioClient>()
            .BuildServiceProvider();
        opened.Add(provider);
        return provider;
    }

    private Task<WireServer> Answering(int status, string body) => Opened(WireServer.Start(status, Json, body));

    private async Task<WireServer> Opened(Task<WireServer> starting)
    {
        var server = await starting;
        opened.Add(server);
        return server;
    }
}
