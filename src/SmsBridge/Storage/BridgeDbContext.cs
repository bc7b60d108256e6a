using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SmsBridge.Storage;

/// <summary>The tables for configuration and operator queries; the hot path speaks SQL through Npgsql. A test holds this model to the migrations.</summary>
internal sealed class BridgeDbContext(DbContextOptions<BridgeDbContext> options) : DbContext(options)
{
    public DbSet<NumberRow> Numbers => Set<NumberRow>();
    public DbSet<NumberRevisionRow> NumberRevisions => Set<NumberRevisionRow>();
    public DbSet<ThreadRow> Threads => Set<ThreadRow>();
    public DbSet<ConversationRow> Conversations => Set<ConversationRow>();
    public DbSet<MessageRow> Messages => Set<MessageRow>();
    public DbSet<TurnRow> Turns => Set<TurnRow>();
    public DbSet<WorkRow> Work => Set<WorkRow>();
    public DbSet<HandoffRow> Handoffs => Set<HandoffRow>();
    public DbSet<HandoffEventRow> HandoffEvents => Set<HandoffEventRow>();
    public DbSet<HandoffDeliveryRow> OutboxDeliveries => Set<HandoffDeliveryRow>();
    public DbSet<QueueStopRow> QueueStops => Set<QueueStopRow>();
    public DbSet<ConsentRow> Consents => Set<ConsentRow>();
    public DbSet<ConsentEventRow> ConsentEvents => Set<ConsentEventRow>();
    public DbSet<QueueMessageRow> QueueMessages => Set<QueueMessageRow>();
    public DbSet<FailureRow> Failures => Set<FailureRow>();
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();
    public DbSet<AuditRow> Audit => Set<AuditRow>();
    public DbSet<WebhookRejectionRow> WebhookRejections => Set<WebhookRejectionRow>();
    public DbSet<SavedWebhookRow> SavedWebhooks => Set<SavedWebhookRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BridgeDbContext).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.FindPrimaryKey()!.SetName($"pk_{entity.GetTableName()}");
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase.From(property.Name));
            }
        }
    }
}

internal static class SnakeCase
{
    /// <summary><c>ProviderSid</c> → <c>provider_sid</c>.</summary>
    public static string From(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
