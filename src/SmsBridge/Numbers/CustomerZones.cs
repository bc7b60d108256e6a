namespace SmsBridge.Numbers;

/// <summary>In which time zones a customer may be, by the number.</summary>
internal static class CustomerZones
{
    /// <param name="customer">E.164, with or without a channel in front.</param>
    /// <returns>IANA names; several where an area or country lies in several; none where the number does not tell.</returns>
    public static IReadOnlyList<string> Of(string customer)
    {
        var number = Addresses.WithoutChannel(customer) ?? customer;
        if (number is not ['+', .. var digits])
        {
            return [];
        }

        return digits is ['1', ..]
            ? AreaCodeZones.Of(digits)
            : Enumerable.Range(1, 3).Select(n => CallingCodeZones.Of(digits[..Math.Min(n, digits.Length)])).FirstOrDefault(z => z.Count > 0)
                ?? [];
    }

    /// <summary>For a text to a customer of a number: what the caller says, what the customer's number says, what the number document says.</summary>
    /// <param name="said">By the caller; null: nothing.</param>
    public static IReadOnlyList<string> For(NumberDocument number, string customer, string? said) =>
        said is not null ? [said]
        : Of(customer) is { Count: > 0 } told ? told
        : [number.QuietHours?.TimeZone ?? number.Handoff.BusinessHours?.TimeZone ?? "Etc/UTC"];
}
