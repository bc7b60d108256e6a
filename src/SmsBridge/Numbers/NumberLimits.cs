namespace SmsBridge.Numbers;

/// <summary>What one customer, and all of them together, may cost this number. Null: as the settings say, or without a setting off; 0: off.</summary>
internal sealed record NumberLimits
{
    /// <summary>Texts of one customer that are answered within 60 s. Null: <c>Limits:PerSenderPerMinute</c>.</summary>
    public int? PerCustomerPerMinute { get; set; }

    /// <summary>Texts of all customers that are answered within 60 s. Null: off.</summary>
    public int? PerNumberPerMinute { get; set; }

    /// <summary>SMS segments to one customer in one UTC day. Null: <c>Limits:SegmentsPerCustomerPerDay</c>.</summary>
    public int? SegmentsPerCustomerPerDay { get; set; }

    /// <summary>SMS segments to all customers in one UTC day. Null: off.</summary>
    public int? SegmentsPerNumberPerDay { get; set; }

    /// <summary>Each limit under its name in the document, with the most that it may be.</summary>
    public IEnumerable<(string Member, int? Value, int Most)> Members() =>
        [
            ("limits.perCustomerPerMinute", PerCustomerPerMinute, 1000),
            ("limits.perNumberPerMinute", PerNumberPerMinute, 100_000),
            ("limits.segmentsPerCustomerPerDay", SegmentsPerCustomerPerDay, 10_000_000),
            ("limits.segmentsPerNumberPerDay", SegmentsPerNumberPerDay, 10_000_000),
        ];
}
