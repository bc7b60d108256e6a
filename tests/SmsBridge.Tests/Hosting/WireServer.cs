using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace SmsBridge.Tests.Hosting;

/// <summary>A real Kestrel on a free port of 127.0.0.1 that notes each request as it came over the wire and answers what a test says.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<SeenRequest> seen = new();
    private readonly RequestDelegate answer;

    private WireServer(WebApplication app, RequestDelegate answer) => (this.app, this.answer) = (app, answer);

    /// <summary>http://127.0.0.1:port, without a slash at the end.</summary>
    public string Url => app.Urls.Single();

    /// <summary>The one request that came; fails when there were none or several.</summary>
    public SeenRequest Seen => seen.ShouldHaveSingleItem();

    public IReadOnlyList<SeenRequest> All => [.. seen];

    public static async Task<WireServer> Start(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new WireServer(builder.Build(), answer);
        server.app.Run(server.Note);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>The same answer to every request.</summary>
    public static Task<WireServer> Start(int status, string type, string body, params (string Name, string Value)[] headers) =>
        Start(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.ContentType = type;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return context.Response.WriteAsync(body);
        });

    /// <summary>Answers 307 to somebody else's address.</summary>
    public static Task<WireServer> Redirecting(WireServer target) => Start(307, "text/plain", "", ("Location", target.Url + "/elsewhere"));

    /// <summary>Takes requests and never answers.</summary>
    public static Task<WireServer> Silent() =>
        Start(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Note(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        seen.Enqueue(new SeenRequest(context.Request.Method, target, headers, await reader.ReadToEndAsync()));
        await answer(context);
    }
}

/// <summary>What arrived: the target still percent-encoded, repeated headers joined by a comma.</summary>
internal sealed record SeenRequest(string Method, string Target, Dictionary<string, string> Headers, string Body);
