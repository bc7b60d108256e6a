using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmsBridge.Storage;

internal sealed class ConsentRow : IEntityTypeConfiguration<ConsentRow>
{
    public required string Scope { get; set; }
    public required byte[] CustomerHash { get; set; }
    public string? Customer { get; set; }
    public bool OptedOut { get; set; }
    public DateTimeOffset ChangedAt { get; set; }

    public void Configure(EntityTypeBuilder<ConsentRow> row)
    {
        row.ToTable("consents").HasKey(r => new { r.Scope, r.CustomerHash });
        row.Property(r => r.ChangedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => r.CustomerHash, "ix_consents_customer");
    }
}

internal sealed class ConsentEventRow : IEntityTypeConfiguration<ConsentEventRow>
{
    public Guid Id { get; set; }
    public required string Scope { get; set; }
    public required string Number { get; set; }
    public required byte[] CustomerHash { get; set; }
    public string? Customer { get; set; }
    public bool OptedOut { get; set; }
    public required string How { get; set; }
    public string? Word { get; set; }
    public string? ProviderSid { get; set; }
    public string? Actor { get; set; }
    public DateTimeOffset At { get; set; }

    public void Configure(EntityTypeBuilder<ConsentEventRow> row)
    {
        row.ToTable("consent_events").HasKey(r => r.Id);
        row.Property(r => r.At).HasDefaultValueSql("now()");
        row.HasIndex(r => new { r.At, r.Id }, "ix_consent_events_at");
        row.HasIndex(r => new { r.CustomerHash, r.At }, "ix_consent_events_customer");
    }
}

internal sealed class CustomerLinkRow : IEntityTypeConfiguration<CustomerLinkRow>
{
    public required string Customer { get; set; }
    public required string Other { get; set; }
    public DateTimeOffset LearntAt { get; set; }

    public void Configure(EntityTypeBuilder<CustomerLinkRow> row)
    {
        row.ToTable("customer_links").HasKey(r => new { r.Customer, r.Other });
        row.Property(r => r.LearntAt).HasDefaultValueSql("now()");
        row.HasIndex(r => r.Other, "ix_customer_links_other");
    }
}
