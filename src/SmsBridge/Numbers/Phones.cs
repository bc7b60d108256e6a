using PhoneNumbers;
using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>
/// What libphonenumber knows of a number in E.164. Its tables are read when a country is met for the first time (about 0.2 s for the first, 1.5 MB in
/// all); from then on a look costs about 5 µs.
/// </summary>
internal static class Phones
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    /// <summary>Alpha-2 codes of ISO 3166-1 (and XK): those that have numbers.</summary>
    public static IReadOnlySet<string> Countries { get; } = Util.GetSupportedRegions().Select(Iso).ToHashSet(StringComparer.Ordinal);

    /// <param name="address">E.164, also behind a channel: <c>whatsapp:+1…</c>.</param>
    /// <returns>Null where that is no phone number.</returns>
    public static PhoneNumber? Parse(string address)
    {
        var number = Addresses.WithoutChannel(address) ?? address;
        if (!number.StartsWith('+'))
        {
            return null;
        }

        try
        {
            return Util.Parse(number, null);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>Unknown where the number is in no range that is in use.</summary>
    public static PhoneNumberType Kind(this PhoneNumber number) => Util.GetNumberType(number);

    /// <summary>
    /// Where it belongs by its first digits. A range that is not in the tables yet counts as that of the calling code's largest country. Null:
    /// of no country, as those of satellites.
    /// </summary>
    public static string? Country(this PhoneNumber number) =>
        (Util.GetRegionCodeForNumber(number) ?? Util.GetRegionCodeForCountryCode(number.CountryCode)) is var region
        && region is "001" or "ZZ"
            ? null
            : Iso(region);

    /// <summary>Ascension and Tristan da Cunha have no code of their own in ISO 3166-1.</summary>
    private static string Iso(string region) => region is "AC" or "TA" ? "SH" : region;
}
