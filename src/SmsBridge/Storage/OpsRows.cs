using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmsBridge.Storage;

internal sealed class ApiKeyRow : IEntityTypeConfiguration<ApiKeyRow>
{
    public Guid Id { get; set; }
    public required string Name { get; set; }
    public required string Role { get; set; }
    public required string Prefix { get; set; }
    public required byte[] Salt { get; set; }
    public required byte[] Hash { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    public void Configure(EntityTypeBuilder<ApiKeyRow> row)
    {
        row.ToTable("api_keys").HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => r.Prefix, "ux_api_keys_prefix").IsUnique();
        row.HasIndex(r => r.Name, "ux_api_keys_name").IsUnique().HasFilter("revoked_at is null");
    }
}

internal sealed class AuditRow : IEntityTypeConfiguration<AuditRow>
{
    public Guid Id { get; set; }
    public DateTimeOffset At { get; set; }
    public required string Actor { get; set; }
    public Guid? KeyId { get; set; }
    public required string Action { get; set; }
    public required string Subject { get; set; }
    public string? Before { get; set; }
    public string? After { get; set; }

    public void Configure(EntityTypeBuilder<AuditRow> row)
    {
        row.ToTable("audit_log").HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.At).HasDefaultValueSql("now()");
        row.Property(r => r.Before).HasColumnType("json");
        row.Property(r => r.After).HasColumnType("json");
        row.HasIndex(r => new { r.At, r.Id }, "ix_audit_log_at");
        row.HasIndex(
            r => new
            {
                r.Subject,
                r.At,
                r.Id,
            },
            "ix_audit_log_subject"
        );
        row.HasIndex(
            r => new
            {
                r.Actor,
                r.At,
                r.Id,
            },
            "ix_audit_log_actor"
        );
    }
}

internal sealed class SavedWebhookRow : IEntityTypeConfiguration<SavedWebhookRow>
{
    public required string Number { get; set; }
    public required string AccountSid { get; set; }
    public required string PhoneSid { get; set; }
    public required string SmsUrl { get; set; }
    public required string SmsMethod { get; set; }
    public required string SmsApplicationSid { get; set; }
    public DateTimeOffset SavedAt { get; set; }
    public required string SavedBy { get; set; }

    public void Configure(EntityTypeBuilder<SavedWebhookRow> row)
    {
        row.ToTable("saved_webhooks").HasKey(r => r.Number);
        row.Property(r => r.SavedAt).HasDefaultValueSql("now()");
    }
}

internal sealed class ConsoleSessionRow : IEntityTypeConfiguration<ConsoleSessionRow>
{
    public required byte[] Hash { get; set; }
    public Guid? KeyId { get; set; }
    public byte[]? BootstrapProof { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    public void Configure(EntityTypeBuilder<ConsoleSessionRow> row)
    {
        row.ToTable("console_sessions").HasKey(r => r.Hash);
        row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
    }
}
