using Microsoft.EntityFrameworkCore;
using SmsBridge.Admin;
using SmsBridge.Agents;
using SmsBridge.Dashboard;
using SmsBridge.Handoff;
using SmsBridge.Handoff.Desk;
using SmsBridge.Hosting;
using SmsBridge.Inbound;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Outbound;
using SmsBridge.Privacy;
using SmsBridge.Storage;
using SmsBridge.Threads;
using SmsBridge.Threads.Limits;
using SmsBridge.Threads.Lookups;
using SmsBridge.Twilio.Webhooks;
using SmsBridge.Work;

namespace SmsBridge;

/// <summary>Puts the service together.</summary>
internal static class BridgeHost
{
    /// <summary>How long running work may take to end at a stop; then it is handed back, and the process is gone within 20 s.</summary>
    public static readonly TimeSpan ShutdownBudget = TimeSpan.FromSeconds(17);

    /// <param name="settings">Adds to the settings of files, environment and command line.</param>
    /// <param name="migrate">Applies database migrations at start.</param>
    /// <param name="quiet">Logs nothing: for commands, whose output is their result.</param>
    /// <param name="times">Shorter ones than usual, for tests.</param>
    /// <param name="services">Adds to the services: for tests, whose agents may be of a kind of their own.</param>
    public static WebApplication Build(
        string[] args,
        Action<IConfigurationManager>? settings = null,
        bool migrate = false,
        bool quiet = false,
        WorkTimes? times = null,
        Action<IServiceCollection>? services = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot() });
        builder.Configuration.AddCredentialFiles();
        settings?.Invoke(builder.Configuration);
        builder.Configuration.BelieveNobody();
        builder.Logging.AddObservability(builder.Configuration);
        if (quiet)
        {
            builder.Logging.ClearProviders();
        }

        builder.Host.ConfigureHostOptions(o => o.ShutdownTimeout = ShutdownBudget);

        // What everything stands on
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddObservability(builder.Configuration);
        builder.Services.AddSingleton(new MigrateAtStart(migrate));
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddBasicChecks();
        builder.Services.AddWork(times ?? WorkTimes.OfThisProcess());

        // The way of a text, from its end to its beginning: what is added last stops first, so that what it has begun can still be finished
        builder.Services.AddNumbers();
        builder.Services.AddHandoff(builder.Configuration);
        builder.Services.AddOutbound();
        builder.Services.AddLimits(builder.Configuration);
        builder.Services.AddAgents(builder.Configuration);
        builder.Services.AddLookups(builder.Configuration);
        builder.Services.AddThreads();
        builder.Services.AddLiveAgent();
        builder.Services.AddSpool(builder.Configuration);
        builder.Services.AddPrivacy(builder.Configuration);
        builder.Services.AddTwilio(builder.Configuration);

        // The way in
        builder.Services.AddConsole(builder.Configuration);
        builder.Services.AddOps(builder.Configuration);
        builder.Services.AddEdge();
        var publicSide = builder.Configuration.GetSection("Public").Get<PublicOptions>() ?? new();
        var opsSide = builder.Configuration.GetSection("Ops").Get<OpsOptions>() ?? new();
        builder.WebHost.UseListeners(publicSide, opsSide);

        services?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseEdge(publicSide, opsSide);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UsePathBase(PublicPath(builder.Configuration["Public:BaseUrl"]));
        app.UsePathBase(PublicPath(builder.Configuration["Ops:BaseUrl"]));
        app.UseConsoleHeaders();
        app.UseRouting();
        app.UseListenerSeparation();
        app.UseConnectionReserve();
        app.UseRequestSpans();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseRequestWords();
        app.MapTwilio(publicSide);
        app.MapOps();
        app.MapConsole();
        return app;
    }

    /// <summary>The path that a proxy in front may leave on the requests; one that strips it does no harm.</summary>
    private static PathString PublicPath(string? baseUrl) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) ? PathString.FromUriComponent(url.AbsolutePath.TrimEnd('/')) : default;

    public static async Task Migrate(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var context = await services
            .GetRequiredService<IDbContextFactory<BridgeDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        await SqlMigrations.Apply(context, cancellationToken);
    }

    /// <summary>The working directory where it has an appsettings.json, else the folder of the program.</summary>
    private static string ContentRoot() =>
        File.Exists(Path.Combine(Environment.CurrentDirectory, "appsettings.json"))
            ? Environment.CurrentDirectory
            : AppContext.BaseDirectory;
}
