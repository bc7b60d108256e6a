namespace SmsBridge.Threads.Consent;

/// <summary>What a customer's text says about being texted at all; stored as the message's kind.</summary>
internal static class Keyword
{
    public const string Stop = "stop";
    public const string Start = "start";
    public const string Help = "help";

    /// <summary>A start word to whoever has opted out, an answer like any other to everybody else.</summary>
    public const string Yes = "yes";

    /// <summary>
    /// Twilio's default lists: the whole text must be the one word, in any case. "STOP PLEASE" is a text like any other, because Twilio does not
    /// take it for an opt-out either.
    /// </summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["STOP"] = Stop,
        ["STOPALL"] = Stop,
        ["UNSUBSCRIBE"] = Stop,
        ["CANCEL"] = Stop,
        ["END"] = Stop,
        ["QUIT"] = Stop,
        ["REVOKE"] = Stop,
        ["OPTOUT"] = Stop,
        ["START"] = Start,
        ["UNSTOP"] = Start,
        ["YES"] = Yes,
        ["HELP"] = Help,
        ["INFO"] = Help,
    };

    /// <summary>Keyboards leave such marks behind a word, and nobody sees them.</summary>
    private const string Unseen = "\u200B\u200C\u200D\u200E\u200F\u202A\u202C\u2060\u2066\u2067\u2068\u2069\uFEFF";

    /// <param name="number">The number that was texted.</param>
    /// <param name="optOutType">
    /// What Twilio made of the text (Advanced Opt-Out): it knows keywords and languages that ops configured there. Null or empty: it says nothing.
    /// </param>
    /// <returns>One of the keywords here; null for an ordinary text.</returns>
    public static string? Of(string text, string number, string? optOutType) =>
        optOutType?.Trim().ToUpperInvariant() switch
        {
            "STOP" => Stop,
            "START" => Start,
            "HELP" => Help,
            // On a toll-free number the network keeps the block, and only START and UNSTOP end it.
            _ => Words.GetValueOrDefault(Bare(text).ToString()) is { } word && !(word == Yes && IsTollFree(number)) ? word : null,
        };

    public static bool Is(string? kind) => kind is Stop or Start or Help or Yes;

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && IsBlank(text[0]))
        {
            text = text[1..];
        }

        while (text.Length > 0 && IsBlank(text[^1]))
        {
            text = text[..^1];
        }

        return text;

        static bool IsBlank(char c) => char.IsWhiteSpace(c) || Unseen.Contains(c);
    }

    private static bool IsTollFree(string number) =>
        number.Length == 12 && number[..5] is "+1800" or "+1833" or "+1844" or "+1855" or "+1866" or "+1877" or "+1888";
}
