using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SmsBridge.Storage;

/// <summary>Runs the migrations that the database does not have yet.</summary>
internal static class SqlMigrations
{
    private const string LockSql = $"select pg_advisory_lock({AdvisoryLocks.Migrations})";

    private const string UnlockSql = $"select pg_advisory_unlock({AdvisoryLocks.Migrations})";

    /// <summary>One instance at a time. EF Core's own lock ends with each migration: between two of them another instance could begin the second.</summary>
    public static async Task Apply(BridgeDbContext context, CancellationToken cancellationToken)
    {
        // An index on a large table takes as long as it takes, and so does waiting for the instance that makes it.
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        await context.Database.OpenConnectionAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync(OperatorsDataSource.NoTimeoutSql, cancellationToken);
        await context.Database.ExecuteSqlRawAsync(LockSql, cancellationToken);
        try
        {
            // EF Core would lock its table also where nothing is left to do, and a role that may not migrate may not do that.
            if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                await context.Database.MigrateAsync(cancellationToken);
            }
        }
        finally
        {
            await context.Database.ExecuteSqlRawAsync(UnlockSql, CancellationToken.None);
        }
    }
}

/// <summary>A migration whose statements are the file <c>migrations/{id}.sql</c>, carried inside the assembly; forward only.</summary>
internal abstract class SqlMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var id = GetType().GetCustomAttribute<MigrationAttribute>()!.Id;
        using var stream =
            typeof(SqlMigration).Assembly.GetManifestResourceStream($"migrations/{id}.sql")
            ?? throw new InvalidOperationException($"migrations/{id}.sql is not part of this build.");
        using var reader = new StreamReader(stream);
        migrationBuilder.Sql(reader.ReadToEnd());
    }
}

[DbContext(typeof(BridgeDbContext)), Migration("0001_initial")]
internal sealed class Initial : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0002_live_agents")]
internal sealed class LiveAgents : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0003_text_shape")]
internal sealed class TextShape : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0004_delivery_events")]
internal sealed class DeliveryEvents : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0005_kinds")]
internal sealed class Kinds : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0006_consents")]
internal sealed class Consents : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0007_ops")]
internal sealed class OpsTables : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0008_bursts")]
internal sealed class Bursts : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0009_limits")]
internal sealed class Limits : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0010_started_texts")]
internal sealed class StartedTexts : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0011_trace_context")]
internal sealed class TraceContext : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0012_console")]
internal sealed class ConsoleTables : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0013_privacy")]
internal sealed class Privacy : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0014_rejections")]
internal sealed class WebhookRejections : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0015_audit_mentions")]
internal sealed class AuditMentions : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0016_work_vacuum")]
internal sealed class WorkVacuum : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0017_audit_roles")]
internal sealed class AuditRoles : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0018_asked_texts")]
internal sealed class AskedTexts : SqlMigration;

[DbContext(typeof(BridgeDbContext)), Migration("0019_consent")]
internal sealed class ConsentOfPersons : SqlMigration;
