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
