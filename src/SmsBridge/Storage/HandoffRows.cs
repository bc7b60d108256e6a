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

    public void Configure(EntityTypeBuilder<HandoffRow> row)
    {
        row.ToTable("handoffs").HasKey(r => new { r.Id, r.ThreadId });
        row.Property(r => r.Data).HasColumnType("json");
        row.Property(r => r.RequestedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => new { r.ThreadId, r.RequestedAt }, "ix_handoffs_thread_id");
        row.HasIndex(r => new { r.RequestedAt, r.Id }, "ix_handoffs_requested_at");
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

    public void Configure(EntityTypeBuilder<HandoffEventRow> row)
    {
        row.ToTable("handoff_events").HasKey(r => new { r.Id, r.ThreadId });
        row.Property(r => r.Seq).UseIdentityByDefaultColumn();
        row.Property(r => r.Event).HasColumnType("json");
        row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => new { r.ThreadId, r.Seq }, "ix_handoff_events_unpublished").HasFilter("published_at is null");
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
