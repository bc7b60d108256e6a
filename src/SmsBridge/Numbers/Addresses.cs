using System.Text.RegularExpressions;

namespace SmsBridge.Numbers;

/// <summary>The forms of address that a number or a customer can have.</summary>
internal static partial class Addresses
{
    /// <summary>E.164, a short code of 3 to 8 digits, or one of these behind <c>whatsapp:</c> or <c>rcs:</c>; an RCS agent has a name instead.</summary>
    public static bool IsNumber(string address) => NumberPattern().IsMatch(address);

    /// <summary>An address in a query: callers forget that a plus sign there means a blank.</summary>
    public static string? FromQuery(string? value) =>
        value is [' ', .. var rest] ? $"+{rest}" : value?.Replace(": ", ":+", StringComparison.Ordinal);

    /// <summary>An alphanumeric sender ("ACME") takes no replies.</summary>
    public static bool IsAlphanumericSender(string address) => !address.Contains(':') && !DigitsPattern().IsMatch(address);

    [GeneratedRegex(
        @"^(\+[1-9][0-9]{5,14}|[0-9]{3,8}|whatsapp:\+[1-9][0-9]{5,14}|rcs:[A-Za-z0-9_+.-]{1,64})\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^\+?[0-9]+\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DigitsPattern();
}
