using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>A call as it came over the wire.</summary>
/// <param name="Target">The request target, percent-encoding untouched.</param>
internal sealed record Call(string Method, string Target, Dictionary<string, string> Headers, string Body);

/// <param name="Headers">More headers of the answer.</param>
internal sealed record Reply(int Status, string ContentType, string Body, params (string Name, string Value)[] Headers)
{
    /// <summary>The answer is held back until this has ended.</summary>
    public Task After { get; init; } = Task.CompletedTask;
}

/// <summary>A server that records every call exactly and answers what a test says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Call> calls = [];

    private ScriptedServer(WebApplication app, string address) => (this.app, Address) = (app, address);

    public string Address { get; }

    public IReadOnlyList<Call> Calls => [.. calls];

    /// <param name="at">Null: any free address.</param>
    public static Task<ScriptedServer> Start(Func<Call, Reply> answer, string? at = null) =>
        Start(call => Task.FromResult(answer(call)), at);

    public static async Task<ScriptedServer> Start(Func<Call, Task<Reply>> answer, string? at = null)
    {
        var address = at ?? Ports.FreeAddress();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Services.AddRoutingCore();
        var server = new ScriptedServer(builder.Build(), address);
        server.app.Run(context => server.Answer(context, answer));
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Answer(HttpContext context, Func<Call, Task<Reply>> answer)
    {
        using var reader = new StreamReader(context.Request.Body);
        var call = new Call(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync()
        );
        calls.Enqueue(call);
        var reply = await answer(call);
        await reply.After;
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(reply.Body);
    }
}
