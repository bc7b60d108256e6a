using System.Text.RegularExpressions;

namespace SmsBridge.Observability;

/// <summary>Phone numbers as they may appear in logs, traces and metrics.</summary>
internal static partial class Mask
{
    private const int Shown = 2;

    /// <summary>Every phone number in a text: behind a plus sign, however that is written in URLs and JSON, and as ten to fifteen digits by themselves.</summary>
    public static string Numbers(string text)
    {
        try
        {
            return Number().Replace(text, static m => m.Groups["user"].Success ? User(m.Value) : Digits(m.Value));
        }
        catch (RegexMatchTimeoutException)
        {
            // A line that nobody reads is better than one that tells.
            return "(a line that took too long to mask)";
        }
    }

    /// <summary>WhatsApp's id of a user without a number: the country and the end stay.</summary>
    private static string User(string id)
    {
        var from = id.IndexOf('.') + 1;
        var masked = Math.Max(0, id.Length - from - Shown);
        return $"{id[..from]}{new string('*', masked)}{id[(from + masked)..]}";
    }

    /// <summary>Digits of the sign itself (<c>%2B</c>) stay; spaces and the like between digits too.</summary>
    private static string Digits(string number)
    {
        var sign = number switch
        {
            ['+', ..] => 1,
            ['%', '2', '5', ..] => 5,
            ['%', ..] => 3,
            ['\\', ..] => 6,
            ['&', ..] => number.IndexOf(';') + 1,
            _ => 0,
        };
        var masked = number.ToCharArray();
        var shown = 0;
        for (var i = masked.Length - 1; i >= sign; i--)
        {
            if (char.IsAsciiDigit(masked[i]) && (i == 0 || masked[i - 1] != '%') && ++shown > Shown)
            {
                masked[i] = '*';
            }
        }

        return new string(masked);
    }

    // A digit by itself belongs to an id, a time or an amount when letters, dots or dashes touch it.
    [GeneratedRegex(
        @"(?<user>whatsapp(:|%3A|%253A)[A-Z]{2}\.[0-9A-Za-z]{1,128})|(\+|%2B|%252B|\\u002B|&#x2B;|&#43;) ?[0-9]([ ().-]{0,2}[0-9]){6,16}|(?<![0-9A-Za-z_.:-])[0-9]{10,15}(?![0-9A-Za-z_-]|\.[0-9])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Number();

    /// <summary><c>+14155550101</c> → <c>+*********01</c>; the channel prefix stays.</summary>
    /// <param name="shown">How many characters of the end stay.</param>
    public static string Address(string address, int shown = 2)
    {
        var start = address.IndexOf(':') + 1;
        return string.Create(
            address.Length,
            (address, start, shown),
            static (masked, state) =>
            {
                state.address.CopyTo(masked);
                for (var i = state.start; i < masked.Length - state.shown; i++)
                {
                    masked[i] = masked[i] == '+' ? '+' : '*';
                }
            }
        );
    }
}
