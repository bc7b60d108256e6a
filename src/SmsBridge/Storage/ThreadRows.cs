using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmsBridge.Storage;

internal sealed class ThreadRow : IEntityTypeConfiguration<ThreadRow>
{
    public Guid Id { get; set; }
    public required string Number { get; set; }
    public required string Customer { get; set; }
    public required string Channel { get; set; }
    public required string State { get; set; }
    public Guid? ConversationId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset LastMessageAt { get; set; }
    public DateTimeOffset LastTextAt { get; set; }
    public string? NextAttributes { get; set; }
    public DateTimeOffset? BlockedUntil { get; set; }
    public long BlankedTo { get; set; }

    public void Configure(EntityTypeBuilder<ThreadRow> row)
    {
        row.ToTable("threads").HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.State).HasDefaultValue("idle");
        row.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        row.Property(r => r.LastMessageAt).HasDefaultValueSql("now()");
        row.Property(r => r.LastTextAt).HasDefaultValueSql("now()");
        row.Property(r => r.NextAttributes).HasColumnType("jsonb");
        row.Property(r => r.BlankedTo).HasDefaultValue(0L);
        row.HasIndex(r => r.Customer, "ix_threads_customer");
        row.HasIndex(r => new { r.Number, r.CreatedAt }, "ix_threads_number_created_at");
        row.HasIndex(r => new { r.CreatedAt, r.Id }, "ix_threads_created_at");
        row.HasStorageParameter("fillfactor", 80);
    }
}

internal sealed class ConversationRow : IEntityTypeConfiguration<ConversationRow>
{
    public Guid Id { get; set; }
    public Guid ThreadId { get; set; }
    public required string ChatConversationId { get; set; }
    public required string Agent { get; set; }
    public string? VariantId { get; set; }
    public required string Attributes { get; set; }
    public required string Settings { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string? CloseReason { get; set; }
    public bool RemoteClose { get; set; }
    public DateTimeOffset? WarnedAt { get; set; }
    public DateTimeOffset? WarnedFor { get; set; }

    public void Configure(EntityTypeBuilder<ConversationRow> row)
    {
        row.ToTable("conversations").HasKey(r => new { r.Id, r.ThreadId });
        row.Property(r => r.Attributes).HasColumnType("jsonb");
        row.Property(r => r.Settings).HasColumnType("jsonb");
        row.Property(r => r.OpenedAt).HasDefaultValueSql("now()");
        row.Property(r => r.RemoteClose).HasDefaultValue(false);
        row.HasIndex(r => new { r.ThreadId, r.OpenedAt }, "ix_conversations_thread_id");
    }
}

internal sealed class MessageRow : IEntityTypeConfiguration<MessageRow>
{
    public Guid Id { get; set; }
    public Guid ThreadId { get; set; }
    public long Seq { get; set; }
    public required string Direction { get; set; }
    public required string Author { get; set; }
    public required string Text { get; set; }
    public short? Segments { get; set; }
    public string? Encoding { get; set; }
    public required string Status { get; set; }
    public bool Pending { get; set; }
    public string? ProviderSid { get; set; }
    public string? ProviderStatus { get; set; }
    public string? Facts { get; set; }
    public string? Media { get; set; }
    public Guid? TurnId { get; set; }
    public int? ErrorCode { get; set; }
    public string? ErrorText { get; set; }
    public DateTimeOffset? AttemptedAt { get; set; }
    public DateTimeOffset At { get; set; }
    public Guid? HandoffId { get; set; }
    public string? ClientId { get; set; }
    public string? Kind { get; set; }
    public string? Details { get; set; }
    public string? Reason { get; set; }
    public Guid? StartedId { get; set; }
    public string? Started { get; set; }
    public DateTimeOffset? SendAt { get; set; }
    public string? Traceparent { get; set; }
    public Guid? AskedIn { get; set; }

    public void Configure(EntityTypeBuilder<MessageRow> row)
    {
        row.ToTable("messages").HasKey(r => new { r.Id, r.ThreadId });
        row.Property(r => r.Seq).UseIdentityByDefaultColumn();
        row.Property(r => r.Facts).HasColumnType("jsonb");
        row.Property(r => r.Media).HasColumnType("jsonb");
        row.Property(r => r.Details).HasColumnType("jsonb");
        row.Property(r => r.Started).HasColumnType("jsonb");
        row.Property(r => r.At).HasDefaultValueSql("now()");
        row.HasIndex(r => new { r.ProviderSid, r.ThreadId }, "ux_messages_provider_sid").IsUnique();
        row.HasIndex(r => new { r.ThreadId, r.ClientId }, "ux_messages_client_id").IsUnique().HasFilter("client_id is not null");
        row.HasIndex(r => new { r.ThreadId, r.At }, "ix_messages_inbound").HasFilter("direction = 'in'");
        row.HasIndex(r => new { r.ThreadId, r.Seq }, "ix_messages_thread_id_seq");
        row.HasIndex(r => r.AskedIn, "ix_messages_asked_in").HasFilter("asked_in is not null");
        row.HasIndex(r => new { r.ThreadId, r.Seq }, "ix_messages_pending").HasFilter("pending");
        row.HasIndex(r => new { r.ThreadId, r.SendAt }, "ix_messages_send_at").HasFilter("send_at is not null");
        row.HasStorageParameter("fillfactor", 85);
    }
}
