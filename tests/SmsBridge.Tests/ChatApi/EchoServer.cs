using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace SmsBridge.Tests.ChatApi;

/// <summary>A real Kestrel on a free port of 127.0.0.1 that notes each request as it came over the wire and answers 202.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<SeenRequest> seen = new();

    private EchoServer(WebApplication app) => this.app = app;

    /// <summary>http://127.0.0.1:port, without a slash at the end.</summary>
    public string Url => app.Urls.Single();

    /// <summary>The one request that came; fails when there were none or several.</summary>
    public SeenRequest Seen => seen.ShouldHaveSingleItem();

    public static async Task<EchoServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new EchoServer(builder.Build());
        server.app.Run(server.Note);
        await server.app.StartAsync();
        return server;
    }

    public HttpClient Client(string prefix = "") => new() { BaseAddress = new Uri(Url + prefix) };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Note(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.StartsWith("/never", StringComparison.Ordinal))
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        seen.Enqueue(new SeenRequest(context.Request.Method, target, headers, await reader.ReadToEndAsync()));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await context.Response.WriteAsync("seen");
    }
}

/// <summary>What arrived: the target still percent-encoded, repeated headers joined by a comma.</summary>
internal sealed record SeenRequest(string Method, string Target, Dictionary<string, string> Headers, string Body);
