using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Admin;

/// <summary>Database and migrations.</summary>
internal sealed class DatabaseCheck(IDbContextFactory<BridgeDbContext> contexts) : ICheck
{
    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([new Probe(null, Look)]);

    private async Task<IReadOnlyList<Finding>> Look(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var version = await context.Database.SqlQueryRaw<string>("select version() as \"Value\"").SingleAsync(cancellationToken);
            var missing = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            return
            [
                Finding.Ok(string.Join(' ', version.Split(' ').Take(2))),
                missing.Count > 0 ? Finding.Fail($"migrations are missing: {string.Join(", ", missing)}", "Run: smsbridge migrate")
                : await Later(context, cancellationToken) is { Count: > 0 } later
                    ? Finding.Warn(
                        $"the database is newer than this version: {string.Join(", ", later)}",
                        "That is usual while an update is rolled out, and after going back one version; else install the newer version here."
                    )
                : Finding.Ok("every migration is applied"),
                .. await Rights(context, cancellationToken),
            ];
        }
        catch (Exception error) when (error is NpgsqlException or { InnerException: NpgsqlException })
        {
            return
            [
                Finding.Fail((error.InnerException as NpgsqlException ?? error).Message, "Check ConnectionStrings:Bridge and the server."),
            ];
        }
    }

    private static async Task<IEnumerable<Finding>> Rights(BridgeDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        return await AuditRights.Read((NpgsqlConnection)context.Database.GetDbConnection(), cancellationToken) switch
        {
            null => [],
            { IsOwner: true } rights =>
            [
                Finding.Warn(
                    $"role '{rights.Role}' owns the tables, so whoever has its password can change the audit log",
                    "Let another role own and migrate them, and give this one less: smsbridge migrate --runtime-role ROLE, see docs/going-live.md"
                ),
            ],
            { MayChange: true } rights =>
            [
                Finding.Warn(
                    $"role '{rights.Role}' may change entries of the audit log",
                    $"As the owner of the tables: smsbridge migrate --runtime-role {rights.Role}"
                ),
            ],
            var rights => [Finding.Ok($"role '{rights.Role}' may add to the audit log and not change it")],
        };
    }

    /// <summary>Those of a later version. Migrations only add, so this version goes on.</summary>
    private static async Task<List<string>> Later(BridgeDbContext context, CancellationToken cancellationToken) =>
        [.. (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(context.Database.GetMigrations())];
}
