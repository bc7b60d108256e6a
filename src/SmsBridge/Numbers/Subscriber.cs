using System.Text.RegularExpressions;

namespace SmsBridge.Numbers;

/// <summary>
/// The forms in which WhatsApp writes the number of one subscriber: with the digit that countries put before mobile numbers, or without it. Two forms
/// are one customer, with one thread, one consent and one record.
/// </summary>
internal static partial class Subscriber
{
    /// <summary>All forms of an address, itself among them. The first is the canonical one, under which threads and consents are kept.</summary>
    public static IReadOnlyList<string> Forms(string address) =>
        !address.StartsWith(WhatsApp, StringComparison.Ordinal) ? [address]
        // Mexico, where WhatsApp writes the 1 that numbers had until 2019.
        : Mexico().Match(address) is { Success: true } mexico ? Both("+521", "+52", mexico)
        // Argentina, which has a 9 in front of mobile numbers when they are called from abroad.
        : Argentina().Match(address) is { Success: true } argentina ? Both("+549", "+54", argentina)
        // Brazil, whose mobile numbers got a ninth digit by and by. Those that begin with 2 to 5 without it are landlines, and somebody else's.
        : Brazil().Match(address) is { Success: true } brazil ? Both($"+55{brazil.Groups["area"]}9", $"+55{brazil.Groups["area"]}", brazil)
        : [address];

    public static string Canonical(string address) => Forms(address)[0];

    private const string WhatsApp = "whatsapp:";

    private static string[] Both(string longer, string shorter, Match match) =>
        [$"{WhatsApp}{longer}{match.Groups["rest"]}", $"{WhatsApp}{shorter}{match.Groups["rest"]}"];

    [GeneratedRegex(@"^whatsapp:\+521?(?<rest>[0-9]{10})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Mexico();

    [GeneratedRegex(@"^whatsapp:\+549?(?<rest>[0-9]{10})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Argentina();

    [GeneratedRegex(
        @"^whatsapp:\+55(?<area>[1-9][0-9])9?(?<rest>[16-9][0-9]{7})\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Brazil();
}
