using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Pages;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Tests.Sandbox;

public sealed class PagesTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private TwilioServer twilio = null!;
    private ChatApiServer chat = null!;
    private LocalServer bridgeOps = null!;
    private PagesServer pages = null!;
    private HttpClient http = null!;
    private int handoffStatus = 200;

    public async ValueTask InitializeAsync()
    {
        twilio = await TwilioServer.Start();
        chat = await ChatApiServer.Start();
        bridgeOps = await LocalServer.Start("http://127.0.0.1:0", app => app.MapGet("/api/v1/handoffs", Handoffs));
        pages = await PagesServer.Start(new() { BridgeOps = bridgeOps.Url, BridgeKey = "key" }, twilio, chat);
        http = new HttpClient { BaseAddress = pages.Url, Timeout = Soon };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await pages.DisposeAsync();
        await bridgeOps.DisposeAsync();
        await chat.DisposeAsync();
        await twilio.DisposeAsync();
    }

    [Theory]
    [InlineData("/", "message-input")]
    [InlineData("/desk", "handoffs")]
    [InlineData("/phone.js", "bubble-")]
    [InlineData("/desk-list.js", "handoff-card")]
    [InlineData("/base.css", "light-dark")]
    public async Task Pages_are_served_under_a_strict_policy(string path, string contained)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldContain(contained);
        var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldNotContain("unsafe");
    }

    [Fact]
    public async Task A_text_and_its_reply_arrive_as_events()
    {
        await using var bridge = await WebhookCatcher.Start();
        twilio.ConnectNumber(TwilioClient.Number, TwilioClient.Account, bridge.Url);
        using var events = await Open("/api/phone/events?customer=%2B14155550101&number=%2B14155550199");

        using var sent = await Text("<b>hi</b>");
        using var client = new TwilioClient(twilio);
        await client.Create("the reply");

        sent.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Event(events, e => Is(e, "out", "delivered"))).GetProperty("text").GetString().ShouldBe("<b>hi</b>");
        (await Event(events, e => Is(e, "in", "delivered"))).GetProperty("text").GetString().ShouldBe("the reply");
    }

    [Theory]
    [InlineData(403, "403")]
    [InlineData(503, "503")]
    public async Task A_refused_text_says_why(int status, string told)
    {
        await using var bridge = await WebhookCatcher.Start();
        bridge.Answers.Enqueue((status, "text/plain", ""));
        twilio.ConnectNumber(TwilioClient.Number, TwilioClient.Account, bridge.Url);
        using var events = await Open("/api/phone/events?customer=%2B14155550101&number=%2B14155550199");
        using var sent = await Text("hello");
        (await Event(events, e => Is(e, "out", "failed"))).GetProperty("error").GetString()!.ShouldContain(told);
    }

    [Fact]
    public async Task A_text_to_an_unknown_number_is_refused_in_words()
    {
        using var refused = await Text("hello");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("is not connected");
    }

    [Fact]
    public async Task The_desk_gets_the_bridge_s_own_answers_and_is_told_when_there_is_none()
    {
        using var shown = await http.GetAsync(new Uri("/api/desk/handoffs", UriKind.Relative));
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shown.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items")[0].GetProperty("handoffId").GetString().ShouldBe("h1");

        handoffStatus = 500;
        using var failed = await http.GetAsync(new Uri("/api/desk/handoffs", UriKind.Relative));
        failed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        await bridgeOps.DisposeAsync();
        using var alone = await http.GetAsync(new Uri("/api/desk/handoffs", UriKind.Relative));
        alone.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await alone.Content.ReadAsStringAsync()).ShouldContain("cannot be reached");
    }

    private async Task Handoffs(HttpContext context)
    {
        context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer key" ? handoffStatus : 401;
        await context.Response.WriteAsync("""{ "items": [ { "handoffId": "h1", "state": "requested" } ], "next": null }""");
    }

    private Task<HttpResponseMessage> Text(string body) =>
        http.PostAsJsonAsync(
            "/api/phone/texts",
            new
            {
                from = TwilioClient.Customer,
                to = TwilioClient.Number,
                body,
            }
        );

    private async Task<StreamReader> Open(string path) => new(await http.GetStreamAsync(new Uri(path, UriKind.Relative)));

    private static bool Is(JsonElement bubble, string side, string status) =>
        bubble.GetProperty("side").GetString() == side && bubble.GetProperty("status").GetString() == status;

    private static async Task<JsonElement> Event(StreamReader events, Func<JsonElement, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (await events.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            var data = JsonDocument.Parse(line["data: ".Length..]).RootElement;
            if (wanted(data))
                return data;
        }
        throw new EndOfStreamException("The stream ended before the event came.");
    }
}
