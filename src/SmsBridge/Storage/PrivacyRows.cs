using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmsBridge.Storage;

internal sealed class PrivacySaltRow : IEntityTypeConfiguration<PrivacySaltRow>
{
    public short Id { get; set; }
    public required byte[] Salt { get; set; }

    public void Configure(EntityTypeBuilder<PrivacySaltRow> row)
    {
        row.ToTable("privacy_salt").HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
    }
}

internal sealed class ErasureRow : IEntityTypeConfiguration<ErasureRow>
{
    public required string Number { get; set; }
    public required byte[] CustomerHash { get; set; }
    public long Seq { get; set; }
    public DateTimeOffset ErasedAt { get; set; }

    public void Configure(EntityTypeBuilder<ErasureRow> row)
    {
        row.ToTable("erasures").HasKey(r => new { r.Number, r.CustomerHash });
        row.Property(r => r.Seq).UseIdentityByDefaultColumn();
        row.Property(r => r.ErasedAt).HasDefaultValueSql("now()");
        row.HasIndex(r => r.Seq, "ix_erasures_seq");
    }
}
