using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmsBridge.Storage;

internal sealed class HandoffRow : IEntityTypeConfiguration<HandoffRow>
{
    public Guid Id { get; set; }
    public Guid ThreadId { get; set; }
    public Guid ConversationId { get; set; }
    public required string State { get; set; }
    public required string Queue { get; set; }
    public required string Data { get; set; }
    public DateTimeOffset RequestedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndReason { get; set; }
    public string[]? Queues { get; set; }
    public DateTimeOffset? PickupBy { get; set; }
    public DateTimeOffset? ExpiredAt { get; set; }
    public DateTimeOffset? AcceptedAt { get; set; }
    public string? AcceptedBy { get; set; }
    public byte[]? ControlHash { get; set; }
    public DateTimeOffset? ControlUntil { get; set; }

    public void Configure(EntityTypeBuilder<HandoffRow> row)
    {
        row.ToTable("handoffs").HasKey(r => new { r.Id, r.ThreadId });
        row.Property(r => r.Data).HasColumnType("json");
        row.Property(r => r.RequestedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => new { r.ThreadId, r.RequestedAt }, "ix_handoffs_thread_id");
        row.HasIndex(r => new { r.RequestedAt, r.Id }, "ix_handoffs_requested_at");
        row.HasIndex(r => new { r.State, r.RequestedAt }, "ix_handoffs_open").HasFilter("state in ('waiting', 'accepted')");
    }
}

internal sealed class HandoffEventRow : IEntityTypeConfiguration<HandoffEventRow>
{
    public Guid Id { get; set; }
    public Guid ThreadId { get; set; }
    public long Seq { get; set; }
    public Guid HandoffId { get; set; }
    public required string Type { get; set; }
    public required string Queue { get; set; }
    public required string Event { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public long? Position { get; set; }

    public void Configure(EntityTypeBuilder<HandoffEventRow> row)
    {
        row.ToTable("handoff_events").HasKey(r => new { r.Id, r.ThreadId });
        row.Property(r => r.Seq).UseIdentityByDefaultColumn();
        row.Property(r => r.Event).HasColumnType("json");
        row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => r.Position, "ux_handoff_events_position").IsUnique().HasFilter("position is not null");
        row.HasIndex(r => r.Seq, "ix_handoff_events_unplaced").HasFilter("position is null");
        row.HasIndex(r => new { r.HandoffId, r.Position }, "ix_handoff_events_handoff");
        row.HasIndex(r => new { r.ThreadId, r.Seq }, "ix_handoff_events_unpublished").HasFilter("published_at is null");
    }
}

internal sealed class HandoffDeliveryRow : IEntityTypeConfiguration<HandoffDeliveryRow>
{
    public Guid Id { get; set; }
    public Guid ThreadId { get; set; }
    public Guid EventId { get; set; }
    public required string Queue { get; set; }
    public long Seq { get; set; }
    public required string State { get; set; }
    public DateTimeOffset DueAt { get; set; }
    public int Attempts { get; set; }
    public string? Category { get; set; }
    public string? Reason { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }

    public void Configure(EntityTypeBuilder<HandoffDeliveryRow> row)
    {
        row.ToTable("handoff_deliveries").HasKey(r => new { r.Id, r.ThreadId });
        row.Property(r => r.Seq).UseIdentityByDefaultColumn();
        row.Property(r => r.State).HasDefaultValue("pending");
        row.Property(r => r.DueAt).HasDefaultValueSql("now()");
        row.Property(r => r.Attempts).HasDefaultValue(0);
        row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => new { r.ThreadId, r.Seq }, "ix_handoff_deliveries_pending").HasFilter("state = 'pending'");
        row.HasIndex(r => new { r.Queue, r.Seq }, "ix_handoff_deliveries_queue").HasFilter("state = 'pending'");
        row.HasIndex(r => new { r.EventId, r.ThreadId }, "ix_handoff_deliveries_event");
    }
}

internal sealed class QueueStopRow : IEntityTypeConfiguration<QueueStopRow>
{
    public required string Queue { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset StoppedAt { get; set; }

    public void Configure(EntityTypeBuilder<QueueStopRow> row)
    {
        row.ToTable("queue_stops").HasKey(r => r.Queue);
        row.Property(r => r.StoppedAt).HasDefaultValueSql("now()");
    }
}

internal sealed class QueueMessageRow : IEntityTypeConfiguration<QueueMessageRow>
{
    public Guid EventId { get; set; }
    public required string Queue { get; set; }
    public Guid ThreadId { get; set; }
    public long Seq { get; set; }
    public required string Event { get; set; }
    public int Attempts { get; set; }
    public Guid? DeliveryId { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    public void Configure(EntityTypeBuilder<QueueMessageRow> row)
    {
        row.ToTable("queue_messages")
            .HasKey(r => new
            {
                r.EventId,
                r.Queue,
                r.ThreadId,
            });
        row.Property(r => r.Seq).UseIdentityByDefaultColumn();
        row.Property(r => r.Event).HasColumnType("json");
        row.Property(r => r.Attempts).HasDefaultValue(0);
        row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => new { r.Queue, r.Seq }, "ix_queue_messages_queue_seq");
        row.HasIndex(
            r => new
            {
                r.Queue,
                r.ThreadId,
                r.Seq,
            },
            "ix_queue_messages_queue_thread"
        );
        row.HasIndex(r => r.DeliveryId, "ix_queue_messages_delivery_id").HasFilter("delivery_id is not null");
    }
}
