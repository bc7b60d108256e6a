using PhoneNumbers;

namespace SmsBridge.Numbers;

/// <summary>In which time zones a customer may be, by the number.</summary>
internal static class CustomerZones
{
    /// <summary>
    /// Zones further apart than this tell nothing: the longest quiet hours would leave no time of day, the hour between summer and winter time
    /// included. Australia's mobile numbers have four hours, Russia's ten.
    /// </summary>
    private static readonly TimeSpan MostApart = TimeSpan.FromHours(4);

    private const int NorthAmerica = 1;

    private static readonly PhoneNumberToTimeZonesMapper Mapper = PhoneNumberToTimeZonesMapper.GetInstance();

    /// <summary>
    /// By calling code, what libphonenumber has otherwise: a neighbour that keeps summer time, or the capital alone where mobile numbers are used
    /// all over the country.
    /// </summary>
    private static readonly Dictionary<int, string[]> Corrected = new()
    {
        [56] = ["America/Santiago", "America/Punta_Arenas", "Pacific/Easter"],
        [211] = ["Africa/Juba"],
        [212] = ["Africa/Casablanca"],
        [213] = ["Africa/Algiers"],
        [218] = ["Africa/Tripoli"],
        [505] = ["America/Managua"],
        [970] = ["Asia/Gaza", "Asia/Hebron"],
    };

    /// <param name="customer">E.164, with or without a channel in front.</param>
    /// <returns>IANA names; several where an area or country lies in several; none where the number does not tell.</returns>
    public static IReadOnlyList<string> Of(string customer) =>
        Phones.Parse(customer) is not { } phone ? []
        : phone.CountryCode == NorthAmerica ? AreaCodeZones.Of($"{NorthAmerica}{phone.NationalNumber}")
        : Corrected.TryGetValue(phone.CountryCode, out var zones) ? zones
        : Known(phone);

    /// <summary>For a text to a customer of a number: what the caller says, what the customer's number says, what the number document says.</summary>
    /// <param name="said">By the caller; null: nothing.</param>
    public static IReadOnlyList<string> For(NumberDocument number, string customer, string? said) =>
        said is not null ? [said]
        : Of(customer) is { Count: > 0 } told ? told
        : [number.QuietHours?.TimeZone ?? number.Handoff.BusinessHours?.TimeZone ?? "Etc/UTC"];

    private static List<string> Known(PhoneNumber phone)
    {
        // A range that is not in its tables yet has no kind, but still an area.
        var zones =
            phone.Kind() == PhoneNumberType.UNKNOWN ? Mapper.GetTimeZonesForGeographicalNumber(phone) : Mapper.GetTimeZonesForNumber(phone);
        var known = zones.Where(z => TimeZoneInfo.TryFindSystemTimeZoneById(z, out _)).ToList();
        var offsets = known.ConvertAll(z => TimeZoneInfo.FindSystemTimeZoneById(z).BaseUtcOffset);
        return known.Count > 0 && offsets.Max() - offsets.Min() <= MostApart ? known : [];
    }
}
