using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmsBridge.Storage;

internal sealed class ThreadSegmentsRow : IEntityTypeConfiguration<ThreadSegmentsRow>
{
    public Guid ThreadId { get; set; }
    public DateOnly Day { get; set; }
    public int Segments { get; set; }

    public void Configure(EntityTypeBuilder<ThreadSegmentsRow> row)
    {
        row.ToTable("thread_segments").HasKey(r => r.ThreadId);
        row.Property(r => r.ThreadId).ValueGeneratedNever();
        row.HasStorageParameter("fillfactor", 70);
    }
}

internal sealed class NumberSegmentsRow : IEntityTypeConfiguration<NumberSegmentsRow>
{
    public required string Number { get; set; }
    public DateOnly Day { get; set; }
    public long Segments { get; set; }

    public void Configure(EntityTypeBuilder<NumberSegmentsRow> row) => row.ToTable("number_segments").HasKey(r => new { r.Number, r.Day });
}

internal sealed class NumberTextsRow : IEntityTypeConfiguration<NumberTextsRow>
{
    public required string Number { get; set; }
    public DateTimeOffset At { get; set; }
    public Guid TextId { get; set; }

    public void Configure(EntityTypeBuilder<NumberTextsRow> row) =>
        row.ToTable("number_texts")
            .HasKey(r => new
            {
                r.Number,
                r.At,
                r.TextId,
            });
}

internal sealed class CeilingAlertRow : IEntityTypeConfiguration<CeilingAlertRow>
{
    public required string Number { get; set; }
    public DateOnly Day { get; set; }
    public required string Ceiling { get; set; }

    public void Configure(EntityTypeBuilder<CeilingAlertRow> row) =>
        row.ToTable("ceiling_alerts")
            .HasKey(r => new
            {
                r.Number,
                r.Day,
                r.Ceiling,
            });
}
