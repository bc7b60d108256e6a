using PhoneNumbers;
using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>What kind of number an address is: the few words by which metrics and traces tell numbers apart without naming one.</summary>
internal static class NumberClass
{
    public const string Long = "long";
    public const string TollFree = "toll-free";
    public const string ShortCode = "short-code";
    public const string Other = "other";

    /// <returns>One of the above, or the channel of an address that has one: <c>whatsapp</c>, <c>rcs</c>.</returns>
    public static string Of(string address) =>
        address.StartsWith("whatsapp:", StringComparison.Ordinal) ? "whatsapp"
        : address.StartsWith("rcs:", StringComparison.Ordinal) ? "rcs"
        : Addresses.IsShortCode(address) ? ShortCode
        : address is not ['+', >= '1' and <= '9', ..] ? Other
        : Phones.Parse(address)?.Kind() == PhoneNumberType.TOLL_FREE ? TollFree
        : Long;
}
