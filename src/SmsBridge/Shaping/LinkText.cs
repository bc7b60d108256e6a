namespace SmsBridge.Shaping;

/// <summary>How a link reads on a handset: <c>words: address</c>.</summary>
/// <param name="Before">Goes before its words.</param>
/// <param name="After">Goes behind them.</param>
/// <param name="Alone">Stands for a link without words.</param>
internal readonly record struct LinkText(string Before, string After, string Alone)
{
    /// <param name="words">As people see them.</param>
    /// <param name="target">Null: the words are all there is to say.</param>
    public static LinkText Of(string words, LinkTarget? target)
    {
        words = AddressMarks.Without(words).Trim();
        return target is null ? new("", "", "")
            : words.Length == 0 ? new("", "", target.Shown)
            : Says(words, target) ? new($"{AddressMarks.Begin}", $"{AddressMarks.End}", "")
            : new("", (words[^1] is ':' or '：' ? " " : ": ") + target.Shown, "");
    }

    /// <summary>Whether the words are the address but for the way it is written.</summary>
    private static bool Says(string words, LinkTarget target) =>
        SaysAddress(words, target.Address) && (target.Note is null || words.Contains(target.Note, StringComparison.OrdinalIgnoreCase));

    private static bool SaysAddress(string words, string address) =>
        Holds(words, address)
        || IsAddress(words) && Starts(Bare(address), Bare(words) + "?")
        || Bare(words).Equals(Bare(address), StringComparison.OrdinalIgnoreCase)
        || address.Length > 4 && address.All(c => !char.IsLetter(c)) && Digits(words) == Digits(address);

    /// <summary>The whole of it, not the beginning of a longer one.</summary>
    private static bool Holds(string words, string address)
    {
        var at = words.IndexOf(address, StringComparison.OrdinalIgnoreCase);
        return at >= 0 && (at + address.Length == words.Length || !char.IsLetterOrDigit(words[at + address.Length]));
    }

    private static string Bare(string address)
    {
        foreach (var start in (string[])["https://", "http://", "mailto:", "tel:", "www."])
        {
            address = Starts(address, start) ? address[start.Length..] : address;
        }

        return address.TrimEnd('/');
    }

    private static bool IsAddress(string words) => Starts(words, "http") || Starts(words, "www.");

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static bool Starts(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
