using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmsBridge.Storage;

internal sealed class WebhookRejectionRow : IEntityTypeConfiguration<WebhookRejectionRow>
{
    public Guid Id { get; set; }
    public required string Cause { get; set; }
    public required string Webhook { get; set; }
    public required string Account { get; set; }
    public required string WouldMatch { get; set; }
    public required string What { get; set; }
    public required string Remedy { get; set; }
    public long Count { get; set; }
    public DateTimeOffset FirstAt { get; set; }
    public DateTimeOffset LastAt { get; set; }

    public void Configure(EntityTypeBuilder<WebhookRejectionRow> row)
    {
        row.ToTable("webhook_rejections").HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.FirstAt).HasDefaultValueSql("now()");
        row.Property(r => r.LastAt).HasDefaultValueSql("now()");
        row.HasIndex(
                r => new
                {
                    r.Cause,
                    r.Webhook,
                    r.Account,
                    r.WouldMatch,
                },
                "ux_webhook_rejections"
            )
            .IsUnique();
    }
}
