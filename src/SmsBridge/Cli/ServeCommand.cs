using System.CommandLine;
using SmsBridge.Admin;
using SmsBridge.Storage;

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
        var runtime = new Option<string?>("--runtime-role")
        {
            Description = "Also let this database role do what serve needs: write rows, and add to the audit log without changing it",
        };
        var command = new Command("migrate", "Applies database migrations and exits") { runtime };
        command.SetAction((line, cancellationToken) => Startup.Guard(() => Migrate(line.GetValue(runtime), cancellationToken)));
        return command;
    }

    private static async Task Migrate(string? runtimeRole, CancellationToken cancellationToken)
    {
        await using var app = BridgeHost.Build([]);
        Startup.CheckStorage(app.Services);
        await BridgeHost.Migrate(app.Services, cancellationToken);
        await System.Console.Out.WriteLineAsync("The database has every migration.");
        if (runtimeRole is { Length: > 0 })
        {
            await using var connection = await app
                .Services.GetRequiredService<OperatorsDataSource>()
                .OpenConnectionAsync(cancellationToken);
            await RuntimeRole.Grant(connection, runtimeRole, cancellationToken);
            await System.Console.Out.WriteLineAsync($"The role '{runtimeRole}' may do what serve needs.");
        }
    }
}
