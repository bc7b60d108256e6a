using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmsBridge.Storage;

internal sealed class NumberRow : IEntityTypeConfiguration<NumberRow>
{
    public required string Number { get; set; }
    public required string Document { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    public void Configure(EntityTypeBuilder<NumberRow> row)
    {
        row.ToTable("numbers").HasKey(r => r.Number);
        row.Property(r => r.Document).HasColumnType("jsonb");
        row.Property(r => r.UpdatedAt).HasDefaultValueSql("now()");
    }
}

internal sealed class NumberRevisionRow : IEntityTypeConfiguration<NumberRevisionRow>
{
    public short Id { get; set; }
    public long Revision { get; set; }

    public void Configure(EntityTypeBuilder<NumberRevisionRow> row)
    {
        row.ToTable("number_revision").HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
    }
}

internal sealed class TurnRow : IEntityTypeConfiguration<TurnRow>
{
    public Guid Id { get; set; }
    public Guid ThreadId { get; set; }
    public Guid? ConversationId { get; set; }
    public required string Outcome { get; set; }
    public int Asks { get; set; }
    public string? CorrelationId { get; set; }
    public int AgentMs { get; set; }
    public string? Error { get; set; }
    public DateTimeOffset FinishedAt { get; set; }

    public void Configure(EntityTypeBuilder<TurnRow> row)
    {
        row.ToTable("turns").HasKey(r => new { r.Id, r.ThreadId });
        row.Property(r => r.FinishedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => r.ThreadId, "ix_turns_thread_id");
    }
}

internal sealed class WorkRow : IEntityTypeConfiguration<WorkRow>
{
    public Guid ThreadId { get; set; }
    public required string Kind { get; set; }
    public DateTimeOffset DueAt { get; set; }
    public Guid? Lease { get; set; }
    public long Version { get; set; }
    public int Attempts { get; set; }
    public int Asks { get; set; }
    public string? Category { get; set; }
    public string? Reason { get; set; }

    public void Configure(EntityTypeBuilder<WorkRow> row)
    {
        row.ToTable("work").HasKey(r => new { r.ThreadId, r.Kind });
        row.Property(r => r.Attempts).HasDefaultValue(0);
        row.Property(r => r.Asks).HasDefaultValue(0);
        row.HasIndex(r => new { r.Kind, r.DueAt }, "ix_work_kind_due_at");
        row.HasStorageParameter("fillfactor", 70);
        row.HasStorageParameter("autovacuum_vacuum_threshold", 2000);
        row.HasStorageParameter("autovacuum_vacuum_scale_factor", 0);
        row.HasStorageParameter("autovacuum_vacuum_cost_delay", 0);
    }
}

internal sealed class FailureRow : IEntityTypeConfiguration<FailureRow>
{
    public Guid Id { get; set; }
    public Guid ThreadId { get; set; }
    public required string Kind { get; set; }
    public Guid SubjectId { get; set; }
    public required string Category { get; set; }
    public required string Reason { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset FailedAt { get; set; }
    public DateTimeOffset? ReplayedAt { get; set; }

    public void Configure(EntityTypeBuilder<FailureRow> row)
    {
        row.ToTable("failures").HasKey(r => new { r.Id, r.ThreadId });
        row.Property(r => r.FailedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => new { r.FailedAt, r.Id }, "ix_failures_failed_at");
        row.HasIndex(r => new { r.Kind, r.Category }, "ix_failures_open").HasFilter("replayed_at is null");
        row.HasIndex(r => r.ThreadId, "ix_failures_thread_id");
        row.HasIndex(r => new { r.FailedAt, r.Id }, "ix_failures_not_replayed").HasFilter("replayed_at is null");
    }
}
