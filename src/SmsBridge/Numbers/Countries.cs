using PhoneNumbers;
using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>The countries of customers, against numbers that are paid for being texted.</summary>
internal static class Countries
{
    /// <summary>Alpha-2 codes, in capitals.</summary>
    public static bool IsKnown(string country) => Phones.Countries.Contains(country);

    /// <param name="address">E.164, also behind a channel: <c>whatsapp:+1…</c>. A WhatsApp user id has its country in front.</param>
    /// <returns>Null: of no country that is known, as short codes, satellites and toll-free numbers are.</returns>
    public static string? Of(string address) =>
        Addresses.CountryOfUser(address) is { } country ? (IsKnown(country) ? country : null)
        : Phones.Parse(address) is { } phone && !IsOfNoPlace(phone.Kind()) ? phone.Country()
        : null;

    /// <summary>Whether a number answers a customer; one whose country is not known is answered only where all are.</summary>
    public static bool Answers(this NumberDocument number, string customer) =>
        number.ReplyCountries is not { } allowed || (Of(customer) is { } country && allowed.Contains(country));

    private static bool IsOfNoPlace(PhoneNumberType kind) =>
        kind is PhoneNumberType.TOLL_FREE or PhoneNumberType.PREMIUM_RATE or PhoneNumberType.SHARED_COST or PhoneNumberType.PERSONAL_NUMBER;
}
