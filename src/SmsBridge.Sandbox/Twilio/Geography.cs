namespace SmsBridge.Sandbox.Twilio;

/// <summary>Where a number (not its owner) is from; Twilio knows more than the country only for +1. Empty strings are sent as such.</summary>
internal sealed record Geography(string City, string State, string Zip, string Country)
{
    private static readonly Dictionary<string, Geography> AreaCodes = new(StringComparer.Ordinal)
    {
        ["212"] = new("NEW YORK", "NY", "10001", "US"),
        ["312"] = new("CHICAGO", "IL", "60601", "US"),
        ["415"] = new("SAN FRANCISCO", "CA", "94105", "US"),
        ["512"] = new("AUSTIN", "TX", "78701", "US"),
        ["617"] = new("BOSTON", "MA", "02108", "US"),
        ["416"] = new("TORONTO", "ON", "", "CA"),
    };

    private static readonly (string Prefix, string Country)[] Countries =
    [
        ("+44", "GB"),
        ("+49", "DE"),
        ("+33", "FR"),
        ("+34", "ES"),
        ("+61", "AU"),
    ];

    private static readonly Geography American = new("", "", "", "US");

    public static Geography Of(string number)
    {
        if (number.StartsWith("+1", StringComparison.Ordinal) && number.Length == 12)
            return AreaCodes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(number.AsSpan(2, 3), out var known) ? known : American;
        var country = Array.Find(Countries, c => number.StartsWith(c.Prefix, StringComparison.Ordinal)).Country;
        return new Geography("", "", "", country ?? "");
    }
}
