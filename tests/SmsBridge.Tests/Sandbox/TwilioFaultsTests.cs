using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Tests.Sandbox;

public sealed class TwilioFaultsTests : IAsyncLifetime
{
    private TwilioServer twilio = null!;
    private TwilioClient client = null!;

    public async ValueTask InitializeAsync()
    {
        twilio = await TwilioServer.Start();
        twilio.ConnectNumber(TwilioClient.Number, TwilioClient.Account, "");
        client = new TwilioClient(twilio);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await twilio.DisposeAsync();
    }

    [Fact]
    public async Task Queued_faults_meet_only_the_next_matching_creates()
    {
        twilio.Faults.Next(2, Fault.Http(429, "20429", TimeSpan.FromSeconds(3)), key: TwilioClient.Customer);

        (await client.Create("other", ("To", "+14155550102"))).Status.ShouldBe(HttpStatusCode.Created);
        var (status, error) = await client.Create();
        (await client.Create()).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await client.Create("third")).Status.ShouldBe(HttpStatusCode.Created);

        status.ShouldBe(HttpStatusCode.TooManyRequests);
        error.GetProperty("code").GetInt32().ShouldBe(20429);
        twilio.Faults.Applied.Count.ShouldBe(2);
        twilio.Sent.All().Select(m => m.Body).ShouldBe(["other", "third"]);
    }

    [Fact]
    public async Task A_lasting_fault_ends_when_it_is_cleared()
    {
        twilio.Faults.Rate(1, Fault.Http(503));
        for (var i = 0; i < 3; i++)
            (await client.Create()).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        twilio.Faults.Clear();
        (await client.Create()).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_accepted_message_may_look_lost_to_the_client()
    {
        twilio.Faults.Next(1, Fault.AcceptThenDrop, "create");
        await Should.ThrowAsync<HttpRequestException>(() => client.Create("taken"));
        twilio.Sent.All().ShouldHaveSingleItem().Body.ShouldBe("taken");
        var (_, page) = await client.Get($"{TwilioClient.Messages}?To=%2B14155550101");
        page.GetProperty("messages")[0].GetProperty("body").GetString().ShouldBe("taken");
    }

    [Fact]
    public async Task A_refused_message_was_never_created()
    {
        twilio.Faults.Next(1, Fault.Refuse, "create");
        await Should.ThrowAsync<HttpRequestException>(() => client.Create("lost"));
        twilio.Sent.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_hanging_create_was_accepted_and_stays_silent()
    {
        using var http = new HttpClient { BaseAddress = twilio.Url, Timeout = TimeSpan.FromMilliseconds(300) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Basic());
        twilio.Faults.Next(1, Fault.AcceptThenHang);

        var form = new Dictionary<string, string>
        {
            ["To"] = TwilioClient.Customer,
            ["From"] = TwilioClient.Number,
            ["Body"] = "taken",
        };
        using var content = new FormUrlEncodedContent(form);
        await Should.ThrowAsync<TaskCanceledException>(() => http.PostAsync(new Uri(TwilioClient.Messages, UriKind.Relative), content));

        (await twilio.NextTo(TwilioClient.Customer, TimeSpan.FromSeconds(5))).Body.ShouldBe("taken");
    }

    [Fact]
    public async Task A_proxy_page_is_not_JSON_and_says_when_to_retry()
    {
        twilio.Faults.Next(1, Fault.BadGateway with { RetryAfter = TimeSpan.FromSeconds(7) });
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Basic());
        using var content = new FormUrlEncodedContent([new("To", TwilioClient.Customer)]);

        using var response = await http.PostAsync(new Uri(twilio.Url, TwilioClient.Messages), content);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        (await response.Content.ReadAsStringAsync()).ShouldStartWith("<html>");
    }

    [Fact]
    public async Task A_process_outside_plans_faults_texts_and_reads_what_was_sent()
    {
        using var http = new HttpClient { BaseAddress = twilio.Url };
        using var planned = await http.PostAsJsonAsync(
            "/sandbox/faults",
            new
            {
                next = 1,
                status = 500,
                code = "20500",
            }
        );
        (await client.Create("first")).Status.ShouldBe(HttpStatusCode.InternalServerError);
        (await client.Create("second")).Status.ShouldBe(HttpStatusCode.Created);

        (await http.GetStringAsync("/sandbox/messages?to=%2B14155550101")).ShouldContain("\"body\":\"second\"");
        (await http.GetStringAsync("/sandbox/counts")).ShouldContain("\"faulted\":1");
        using var text = await http.PostAsJsonAsync(
            "/sandbox/texts",
            new
            {
                from = TwilioClient.Customer,
                to = TwilioClient.Number,
                body = "hi",
            }
        );
        (await text.Content.ReadAsStringAsync()).ShouldContain("the number has no webhook URL");
        using var unknown = await http.PostAsJsonAsync(
            "/sandbox/texts",
            new
            {
                from = "+1",
                to = "+2",
                body = "hi",
            }
        );
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string Basic() =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{TwilioClient.Account}:{TwilioClient.Token}"));
}
