using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace SmsBridge.Sandbox.Wire;

/// <summary>A bare Kestrel listener without logging, shared by the sandbox's servers; port 0 picks a free port.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private LocalServer(WebApplication app, Uri url)
    {
        this.app = app;
        Url = url;
    }

    /// <summary>The address really bound, without a path.</summary>
    public Uri Url { get; }

    public static async Task<LocalServer> Start(string listen, Action<WebApplication> map)
    {
        // The empty builder: no configuration files to watch, no environment variables that move the address, no logging.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "SmsBridge.Sandbox" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(listen);
        builder.Services.AddRoutingCore();
        // The usual lifetime swallows Ctrl+C and SIGTERM, which belong to the process that holds these servers.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        // Requests that hang on purpose must not hold up a stop.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        var built = builder.Build();
        built.Use(StopWithTheServer);
        built.Use(NotFromOtherSites);
        map(built);
        await built.StartAsync();
        var addresses = built.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new LocalServer(built, new Uri(addresses.Addresses.First()));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>
    /// These servers add keys and take orders without one, so a website in a developer's browser must not reach them: neither under a name of its own
    /// that it lets lead to this machine, which its requests still have, nor by posting to ours, which browsers mark with the site they come from.
    /// </summary>
    private static Task NotFromOtherSites(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!IsLoopback(request.Host.Host))
        {
            return Refuse(StatusCodes.Status421MisdirectedRequest, "The sandbox answers to localhost and loopback addresses only.");
        }

        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var origin = request.Headers.Origin.ToString();
        return reads || origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}"
            ? next(context)
            : Refuse(
                StatusCodes.Status403Forbidden,
                "The sandbox takes orders from its own pages and from programs, not from other sites."
            );

        Task Refuse(int status, string why)
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsJsonAsync(new Problem(why), WireJson.Default.Problem, "application/problem+json");
        }
    }

    private static bool IsLoopback(string host) =>
        host.Length == 0
        || host == "localhost"
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>An answer that was given up by the client or by a stopping server is not an error worth a stack trace.</summary>
    private static async Task StopWithTheServer(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }
}
