using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using SmsBridge.Hosting;

namespace SmsBridge.Tests.Hosting;

public sealed class OutgoingHttpTests
{
    private const int Most = 10_000;

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_an_answer_and_is_not_followed(int status)
    {
        await using var other = await WireServer.Start(200, "text/plain", "caught");
        await using var server = await WireServer.Start(status, "text/plain", "", ("Location", other.Url));
        using var http = OutgoingHttp.Client(Most);
        http.DefaultRequestHeaders.Add("X-API-KEY", "secret");

        using var response = await http.PostAsync(new Uri(server.Url), new StringContent("a customer's words"));

        ((int)response.StatusCode).ShouldBe(status);
        other.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cookie_of_one_answer_does_not_go_along_with_the_next_request()
    {
        await using var server = await WireServer.Start(200, "text/plain", "", ("Set-Cookie", "customer=1; Path=/"));
        using var http = OutgoingHttp.Client(Most);

        await http.GetStringAsync(new Uri(server.Url));
        await http.GetStringAsync(new Uri(server.Url));

        server.All.Count.ShouldBe(2);
        server.All.ShouldAllBe(r => !r.Headers.ContainsKey("Cookie"));
    }

    [Theory]
    [InlineData("text/html; charset=klingon-8")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text")]
    public async Task Text_is_read_as_UTF_8_whatever_charset_it_claims(string type)
    {
        await using var server = await WireServer.Start(200, type, "{\"a\":\"é 👍\"}");
        using var http = OutgoingHttp.Client(Most);

        (await http.GetStringAsync(new Uri(server.Url))).ShouldBe("{\"a\":\"é 👍\"}");
    }

    [Theory]
    [InlineData(Most, true)]
    [InlineData(Most + 1, false)]
    [InlineData(Most * 20, false)]
    public async Task An_answer_is_read_up_to_the_limit_as_text_and_as_a_stream(int length, bool isRead)
    {
        await using var server = await WireServer.Start(200, "text/plain", new string('x', length));
        using var http = OutgoingHttp.Client(Most);

        using var response = await http.GetAsync(new Uri(server.Url), HttpCompletionOption.ResponseHeadersRead);
        using var streamed = await http.GetAsync(new Uri(server.Url), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await streamed.Content.ReadAsStreamAsync());

        if (isRead)
        {
            (await response.Content.ReadAsStringAsync()).Length.ShouldBe(length);
            (await reader.ReadToEndAsync()).Length.ShouldBe(length);
            return;
        }

        (await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync())).HttpRequestError.ShouldBe(
            HttpRequestError.ConfigurationLimitExceeded
        );
        (await Should.ThrowAsync<HttpIOException>(() => reader.ReadToEndAsync())).HttpRequestError.ShouldBe(
            HttpRequestError.ConfigurationLimitExceeded
        );
    }

    [Fact]
    public async Task An_answer_without_an_end_is_left_soon_after_the_limit()
    {
        var written = 0L;
        await using var server = await WireServer.Start(async context =>
        {
            var piece = new byte[4096];
            while (!context.RequestAborted.IsCancellationRequested && written < 100_000_000)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                Interlocked.Add(ref written, piece.Length);
            }
        });
        using var http = OutgoingHttp.Client(Most);

        await Should.ThrowAsync<HttpRequestException>(() => http.GetByteArrayAsync(new Uri(server.Url)));

        Interlocked.Read(ref written).ShouldBeLessThan(50_000_000);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(1_000_000, false)]
    public async Task What_counts_is_what_an_answer_is_unpacked(int length, bool isRead)
    {
        await using var server = await WireServer.Start(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(Encoding.UTF8.GetBytes(new string('x', length)));
        });
        using var http = OutgoingHttp.Client(Most);

        var reading = http.GetStringAsync(new Uri(server.Url));

        if (isRead)
        {
            (await reading).Length.ShouldBe(length);
            server.Seen.Headers["Accept-Encoding"].ShouldContain("gzip");
        }
        else
        {
            await Should.ThrowAsync<HttpRequestException>(() => reading);
        }
    }

    [Fact]
    public async Task The_headers_of_a_body_are_kept()
    {
        await using var server = await WireServer.Start(context =>
        {
            context.Response.Headers.ContentType = "image/jpeg; charset=x; a=b";
            context.Response.Headers.ContentLength = 3;
            context.Response.Headers.ContentDisposition = "inline";
            return context.Response.Body.WriteAsync(new byte[3]).AsTask();
        });
        using var http = OutgoingHttp.Client(Most);

        using var response = await http.GetAsync(new Uri(server.Url), HttpCompletionOption.ResponseHeadersRead);

        response.Content.Headers.ContentType!.ToString().ShouldBe("image/jpeg; a=b");
        response.Content.Headers.ContentLength.ShouldBe(3);
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
    }

    [Theory]
    [InlineData("https://api.twilio.com", false)]
    [InlineData("http://api.twilio.com", true)]
    [InlineData("http://10.0.0.1:8080/x", true)]
    [InlineData("http://sandbox:5001", true)]
    [InlineData("http://127.0.0.1:5001", false)]
    [InlineData("http://localhost:5001", false)]
    [InlineData("http://[::1]:5001", false)]
    public void Plain_HTTP_beyond_this_machine_is_a_warning(string address, bool warns)
    {
        var finding = Finding.Over(new Uri(address), "it answers");

        finding.Verdict.ShouldBe(warns ? Verdict.Warn : Verdict.Ok);
        finding.What.ShouldBe(warns ? "it answers, without TLS" : "it answers");
        (finding.Remedy?.Contains("https://") ?? false).ShouldBe(warns);
    }
}
