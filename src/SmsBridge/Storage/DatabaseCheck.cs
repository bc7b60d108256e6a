using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmsBridge.Ops;

namespace SmsBridge.Storage;

/// <summary>Database, migrations, and whether its clock and ours agree.</summary>
internal sealed class DatabaseCheck(IDbContextFactory<BridgeDbContext> contexts, TimeProvider time) : ICheck
{
    /// <summary>Twilio's message list is searched with this allowance; past it, texts could be sent twice.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan UsualSkew = TimeSpan.FromSeconds(5);

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
                await Clock(context, cancellationToken),
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

    /// <summary>Those of a later version. Migrations only add, so this version goes on.</summary>
    private static async Task<List<string>> Later(BridgeDbContext context, CancellationToken cancellationToken) =>
        [.. (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(context.Database.GetMigrations())];

    private async Task<Finding> Clock(BridgeDbContext context, CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        var theirs = await context
            .Database.SqlQueryRaw<DateTimeOffset>("select clock_timestamp() as \"Value\"")
            .SingleAsync(cancellationToken);
        var skew = (theirs - (asked + (time.GetUtcNow() - asked) / 2)).Duration();
        var what = $"this machine's clock differs from the database's by {skew.TotalSeconds:0.0} s";
        return skew > MostSkew ? Finding.Fail(what, "Set both by NTP: what was sent is looked up by time.")
            : skew > UsualSkew ? Finding.Warn(what, "Set both by NTP.")
            : Finding.Ok(what);
    }
}
