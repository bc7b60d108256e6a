namespace SmsBridge.Threads.Consent;

/// <summary>What a customer's text says about being texted at all; stored as the message's kind.</summary>
internal static class Keyword
{
    public const string Stop = "stop";
    public const string Start = "start";
    public const string Help = "help";

    /// <summary>A start word to whoever has opted out, an answer like any other to everybody else: YES, and the start words of other languages.</summary>
    public const string Yes = "yes";

    /// <summary>
    /// A text that says nothing but such a word. Twilio blocks for the bare English word only; 47 CFR 64.1200(a)(10) counts any reasonable form
    /// (docs/decisions/0081), so what Twilio lets through is blocked here.
    /// </summary>
    /// <param name="number">The number that was texted.</param>
    /// <param name="optOutType">
    /// What Twilio made of the text (Advanced Opt-Out): it knows keywords and languages that ops configured there. Null or empty: it says nothing.
    /// </param>
    /// <param name="language">The number's, BCP 47; null: English words alone count.</param>
    /// <returns>One of the keywords here; null for an ordinary text.</returns>
    public static string? Of(string text, string number, string? optOutType, string? language = null) =>
        Told(optOutType)
        // On a toll-free number the network keeps the block, and only START and UNSTOP end it.
        ?? (KeywordWords.Find(KeywordForms.Fold(text), language) is { } word && !(word == Yes && IsTollFree(number)) ? word : null);

    /// <summary>
    /// Whether Twilio has answered a keyword itself: with Advanced Opt-Out wherever it says so, without it the bare English word at long codes and
    /// toll-free numbers. On WhatsApp, on RCS and at short codes it answers nothing by itself.
    /// </summary>
    public static bool IsAnsweredByTwilio(string text, string number, string? optOutType) =>
        Told(optOutType) is not null || (number.StartsWith('+') && KeywordWords.Default.ContainsKey(text.Trim()));

    public static bool Is(string? kind) => kind is Stop or Start or Help or Yes;

    private static string? Told(string? optOutType) =>
        optOutType?.Trim().ToUpperInvariant() switch
        {
            "STOP" => Stop,
            "START" => Start,
            "HELP" => Help,
            _ => null,
        };

    private static bool IsTollFree(string number) =>
        number.Length == 12 && number[..5] is "+1800" or "+1833" or "+1844" or "+1855" or "+1866" or "+1877" or "+1888";
}
