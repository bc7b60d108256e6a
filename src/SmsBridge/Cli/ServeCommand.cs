using System.CommandLine;
using SmsBridge.Admin;

namespace SmsBridge.Cli;

/// <summary><c>smsbridge serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var migrate = new Option<bool>("--migrate") { Description = "Apply database migrations first" };
        var command = new Command("serve", "Runs the service: webhooks, workers, API") { migrate };
        command.SetAction((result, cancellationToken) => Startup.Guard(() => Serve(result.GetValue(migrate), cancellationToken)));
        return command;
    }

    private static async Task Serve(bool migrate, CancellationToken cancellationToken)
    {
        await using var app = BridgeHost.Build([], migrate: migrate);
        Startup.CheckSettings(app.Services);
        await app.RunAsync(cancellationToken);
    }
}

/// <summary><c>smsbridge migrate</c>.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Applies database migrations and exits");
        command.SetAction((_, cancellationToken) => Startup.Guard(() => Migrate(cancellationToken)));
        return command;
    }

    private static async Task Migrate(CancellationToken cancellationToken)
    {
        await using var app = BridgeHost.Build([]);
        Startup.CheckStorage(app.Services);
        await BridgeHost.Migrate(app.Services, cancellationToken);
        await System.Console.Out.WriteLineAsync("The database has every migration.");
    }
}
