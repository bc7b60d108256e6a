using System.Net;
using System.Text;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Pages;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.Tests.Sandbox;

/// <summary>A developer's browser is open to other sites, too: these reach nothing of the sandbox.</summary>
public sealed class OtherSitesTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8090")]
    [InlineData("192.0.2.7")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task A_name_that_was_moved_to_this_machine_is_refused_by_every_server(string host)
    {
        await using var twilio = await TwilioServer.Start();
        await using var chat = await ChatApiServer.Start();
        await using var pages = await PagesServer.Start(new(), twilio, chat);

        foreach (
            var path in new[]
            {
                new Uri(pages.Url, "/"),
                new Uri(pages.Url, "/api/desk/handoffs"),
                new Uri(twilio.Url, "/sandbox/messages"),
                new Uri(chat.Url, "/sandbox/creates"),
            }
        )
        {
            (await Send(HttpMethod.Get, path, host)).ShouldBe((HttpStatusCode)421, $"{path}");
            (await Send(HttpMethod.Get, path, "localhost")).ShouldNotBe((HttpStatusCode)421);
            (await Send(HttpMethod.Get, path, "[::1]:8090")).ShouldNotBe((HttpStatusCode)421);
        }
    }

    [Theory]
    [InlineData("text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=x", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("application/x-www-form-urlencoded", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("application/json", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("application/json", "http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData("application/json", "null", HttpStatusCode.Forbidden)]
    public async Task What_a_page_of_another_site_may_post_without_asking_is_refused(string type, string? origin, HttpStatusCode status)
    {
        await using var twilio = await TwilioServer.Start();
        await using var chat = await ChatApiServer.Start();
        await using var pages = await PagesServer.Start(new(), twilio, chat);
        twilio.ConnectNumber("+14155550199", TwilioAccount.Default.Sid, "http://127.0.0.1:1/twilio/inbound");
        const string text = """{ "from": "+14155550101", "to": "+14155550199", "body": "hi" }""";

        foreach (
            var (path, body) in new[]
            {
                (new Uri(pages.Url, "/api/phone/texts"), text),
                (new Uri(twilio.Url, "/sandbox/texts"), text),
                (new Uri(twilio.Url, "/sandbox/faults"), """{ "next": 1 }"""),
                (new Uri(chat.Url, "/sandbox/faults"), """{ "next": 1 }"""),
            }
        )
        {
            (await Send(HttpMethod.Post, path, "localhost", body, type, origin)).ShouldBe(status, $"{path}");
        }

        twilio.Store.Received.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Programs_and_our_own_pages_are_heard(string? type)
    {
        await using var twilio = await TwilioServer.Start();
        var faults = new Uri(twilio.Url, "/sandbox/faults");

        (await Send(HttpMethod.Post, faults, twilio.Url.Authority, """{ "next": 1 }""", type)).ShouldBe(HttpStatusCode.NoContent);
        (await Send(HttpMethod.Post, faults, twilio.Url.Authority, """{ "next": 1 }""", type, $"http://{twilio.Url.Authority}")).ShouldBe(
            HttpStatusCode.NoContent
        );
    }

    private static async Task<HttpStatusCode> Send(
        HttpMethod method,
        Uri path,
        string host,
        string? body = null,
        string? type = null,
        string? origin = null
    )
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, path) { Headers = { Host = host } };
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        if (type is not null)
        {
            request.Content!.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
