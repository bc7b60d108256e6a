using System.Text.RegularExpressions;

namespace SmsBridge.Shaping;

/// <summary>What a customer can open, write to, call or find.</summary>
/// <param name="Address">As a handset takes it.</param>
/// <param name="Note">What belongs to it: an extension, the words to send.</param>
/// <param name="Shown">Both.</param>
internal sealed record LinkTarget(string Address, string? Note, string Shown)
{
    private static readonly Regex Scheme = new("^(?<name>[a-z][a-z0-9+.-]*):(?<rest>.*)$", Safe);

    /// <summary>A host without a scheme; not the name of a page beside the current one.</summary>
    private static readonly Regex Host = new("^[a-z0-9-]+([.][a-z0-9-]+)*[.][a-z]{2,}(:[0-9]+)?([/?#]|$)", Safe);

    private static readonly Regex Mailbox = new(@"^[^\s@:/?#]+@[a-z0-9-]+([.][a-z0-9-]+)*[.][a-z]{2,}$", Safe);

    private static readonly Regex PhoneNumber = new(@"^\+?[0-9][0-9 ()./-]{6,20}$", Safe);

    private static readonly string[] Pages =
    [
        ".html",
        ".htm",
        ".php",
        ".aspx",
        ".jsp",
        ".pdf",
        ".md",
        ".txt",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".webp",
        ".docx",
        ".zip",
    ];

    private const RegexOptions Safe =
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline;

    /// <summary>Whether this is meant as a target at all, and not as words in parentheses.</summary>
    public static bool IsMeant(string href) => href.IndexOfAny(['/', '.', '#', '?', ':', '@']) >= 0 || IsPhone(href);

    /// <returns>Null for what a handset can do nothing with.</returns>
    public static LinkTarget? Of(string href)
    {
        // Word processors and models put typographic quotes around it.
        href = href.Trim().Trim('“', '”', '„', '‘', '’', '"', '\'').Trim();
        if (href.StartsWith("//", StringComparison.Ordinal))
        {
            return href.Length > 2 ? To("https:" + Unbroken(href)) : null;
        }

        if (Host.IsMatch(href))
        {
            var page = Pages.Any(p => href.EndsWith(p, StringComparison.OrdinalIgnoreCase)) && !href.Contains('/');
            return page ? null : To(Unbroken(href));
        }

        if (Mailbox.IsMatch(href) || IsPhone(href))
        {
            return To(href);
        }

        var scheme = Scheme.Match(href);
        var rest = scheme.Groups["rest"].Value;
        return scheme.Groups["name"].Value.ToLowerInvariant() switch
        {
            "http" or "https" => rest.StartsWith("//", StringComparison.Ordinal) ? To(Unbroken(href)) : null,
            "mailto" => To(Decoded(Head(rest, "?")) is { Length: > 0 } mailbox ? mailbox : Decoded(Value(rest, "to"))),
            "tel" or "callto" or "facetime" or "facetime-audio" => Phone(Decoded(rest)),
            "sms" or "smsto" or "mms" => To(Decoded(Head(rest, "?;&")).TrimStart('/'), Decoded(Value(rest, "body")), " \"{0}\""),
            "whatsapp" => WhatsApp(rest),
            "sip" or "sips" => To(Decoded(Head(rest, "?;"))),
            "geo" => Location(rest),
            _ => null,
        };
    }

    private static bool IsPhone(string href) => PhoneNumber.IsMatch(href) && href.Count(char.IsAsciiDigit) > 6;

    /// <param name="note">Empty: none.</param>
    /// <param name="form">Of the note, behind the address.</param>
    private static LinkTarget? To(string address, string note = "", string form = "{0}") =>
        address.Length == 0 ? null
        : note.Length == 0 ? new LinkTarget(address, null, AddressMarks.Around(address))
        : new LinkTarget(address, note, AddressMarks.Around(address) + form.Replace("{0}", note));

    /// <summary>RFC 3966; of its parameters an extension is what a caller needs, and digits to dial once the call is taken.</summary>
    private static LinkTarget? Phone(string number)
    {
        var parts = Head(number.TrimStart('/'), "?").Split(';', StringSplitOptions.TrimEntries);
        var dialed = parts.FirstOrDefault(p => Starts(p, "postd="))?["postd=".Length..].Replace('p', ',').Replace('w', ';') ?? "";
        var extension = parts.FirstOrDefault(p => Starts(p, "ext="))?["ext=".Length..] ?? "";
        return To(parts[0] + (parts[0].Length > 0 ? dialed : ""), extension, " ext. {0}");
    }

    /// <summary><c>whatsapp:+14155550199</c>, as Twilio writes it, and <c>whatsapp://send?phone=14155550199&amp;text=Hi</c>.</summary>
    private static LinkTarget? WhatsApp(string rest)
    {
        var number = Starts(rest, "//") ? Decoded(Value(rest, "phone")) : Decoded(Head(rest, "?"));
        return To(number.Length > 0 && char.IsAsciiDigit(number[0]) ? "+" + number : number, Decoded(Value(rest, "text")), " \"{0}\"");
    }

    /// <summary>RFC 5870, and what maps on handsets add to it: the words to look for, where there are any.</summary>
    private static LinkTarget? Location(string rest)
    {
        var (place, asked) = (Decoded(Head(rest, "?;")).TrimStart('/'), Decoded(Value(rest, "q").Replace('+', ' ')));
        return To(
            asked.Length > 0 ? asked
            : place is "0,0" ? ""
            : place
        );
    }

    private static string Head(string text, string ends) => text.IndexOfAny(ends.ToCharArray()) is var end and >= 0 ? text[..end] : text;

    /// <returns>A value of the query, still encoded; empty where there is none.</returns>
    private static string Value(string rest, string name)
    {
        var query = rest[Head(rest, "?;&").Length..].Split(['?', ';', '&']);
        return query.FirstOrDefault(q => Starts(q, name + "="))?[(name.Length + 1)..] ?? "";
    }

    private static string Decoded(string text) =>
        string.Join(' ', Uri.UnescapeDataString(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>An address on the web has no blanks; models write them as in the name of a file.</summary>
    private static string Unbroken(string href) =>
        href.Any(char.IsWhiteSpace)
            ? string.Concat(href.Where(c => c is not ('\n' or '\t')).Select(c => char.IsWhiteSpace(c) ? "%20" : c.ToString()))
            : href;

    private static bool Starts(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
