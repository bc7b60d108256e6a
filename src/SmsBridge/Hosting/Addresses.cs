using System.Text.RegularExpressions;

namespace SmsBridge.Hosting;

/// <summary>The forms of address that a number or a customer can have.</summary>
internal static partial class Addresses
{
    /// <summary>E.164, a short code of 3 to 8 digits, or one of these behind <c>whatsapp:</c> or <c>rcs:</c>; an RCS agent has a name instead.</summary>
    public static bool IsNumber(string address) => NumberPattern().IsMatch(address);

    /// <summary>Somebody whom we can text unasked: E.164, alone or behind <c>whatsapp:</c> or <c>rcs:</c>, or a WhatsApp user without a number.</summary>
    public static bool IsCustomer(string address) => CustomerPattern().IsMatch(address) || IsUser(address);

    /// <summary>Whatever texts may come from: the forms of a number, and a WhatsApp user without one.</summary>
    public static bool IsSender(string address) => IsNumber(address) || IsUser(address);

    /// <summary>
    /// WhatsApp's id of a user whose phone number is hidden: <c>whatsapp:US.13491208655302741918</c>, a country and 1 to 128 letters or digits.
    /// </summary>
    public static bool IsUser(string address) => UserPattern().IsMatch(address);

    /// <returns>Two capitals; null for an address that is no such id.</returns>
    public static string? CountryOfUser(string address) => IsUser(address) ? address.Substring(address.IndexOf(':') + 1, 2) : null;

    /// <summary>An address in a query: callers forget that a plus sign there means a blank.</summary>
    public static string? FromQuery(string? value) =>
        value is [' ', .. var rest] ? $"+{rest}" : value?.Replace(": ", ":+", StringComparison.Ordinal);

    /// <summary><c>+14155550199</c> for <c>whatsapp:+14155550199</c>; null for an address without a channel in front.</summary>
    public static string? WithoutChannel(string address) => address.IndexOf(':') is >= 0 and var colon ? address[(colon + 1)..] : null;

    /// <summary>
    /// 3 to 8 digits: a sender that is no phone, and mostly a machine. Some networks put a plus in front; no country has numbers of less than seven
    /// digits, its code included.
    /// </summary>
    public static bool IsShortCode(string address) => ShortCodePattern().IsMatch(address);

    /// <summary>An alphanumeric sender ("ACME") takes no replies.</summary>
    public static bool IsAlphanumericSender(string address) => !address.Contains(':') && !DigitsPattern().IsMatch(address);

    [GeneratedRegex(
        @"^(\+[1-9][0-9]{5,14}|[0-9]{3,8}|whatsapp:\+[1-9][0-9]{5,14}|rcs:[A-Za-z0-9_+.-]{1,64})\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^(whatsapp:|rcs:)?\+[1-9][0-9]{5,14}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CustomerPattern();

    [GeneratedRegex(@"^([0-9]{3,8}|\+[0-9]{3,6})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ShortCodePattern();

    [GeneratedRegex(@"^whatsapp:[A-Z]{2}\.[A-Za-z0-9]{1,128}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UserPattern();

    [GeneratedRegex(@"^\+?[0-9]+\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DigitsPattern();
}
