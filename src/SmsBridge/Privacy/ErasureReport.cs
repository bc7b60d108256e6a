using SmsBridge.Observability;

namespace SmsBridge.Privacy;

/// <summary>What an erasure found and removed.</summary>
/// <param name="Customer">Masked.</param>
/// <param name="Number">Null: all numbers.</param>
/// <param name="Found">False: nothing was held. That the customer is erased is recorded all the same, for texts that wait in a spool.</param>
/// <param name="Removed">Rows by what they were.</param>
/// <param name="OptOutsKept">As keyed hashes.</param>
/// <param name="HandoffsEnded">Whose desk hears <c>released</c> with reason <c>erased</c>.</param>
internal sealed record ErasureReport(
    string Customer,
    string? Number,
    bool Found,
    IReadOnlyDictionary<string, long> Removed,
    long OptOutsKept,
    int HandoffsEnded
)
{
    public static ErasureReport Of(string customer, string? number, ErasureCounts counts) =>
        new(
            Mask.Address(customer),
            number,
            counts.Removed.Values.Any(v => v > 0) || counts.OptOutsKept > 0,
            counts.Removed,
            counts.OptOutsKept,
            counts.HandoffsEnded
        );
}

/// <summary>Adds up.</summary>
internal sealed class ErasureCounts
{
    private readonly SortedDictionary<string, long> removed = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Removed => removed;

    public long OptOutsKept { get; set; }

    public int HandoffsEnded { get; set; }

    public void Add(string what, long count) => removed[what] = removed.GetValueOrDefault(what) + count;

    public void Add(ErasureCounts other)
    {
        foreach (var (what, count) in other.Removed)
        {
            Add(what, count);
        }

        OptOutsKept += other.OptOutsKept;
        HandoffsEnded += other.HandoffsEnded;
    }
}
