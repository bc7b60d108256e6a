using System.Security.Cryptography;
using System.Text;

namespace SmsBridge.Tests.Twilio;

/// <summary>
/// Twilio's rule, written from its description and from nothing of the product: what a body means, and what is signed. It knows one URL only, the
/// one that Twilio called.
/// </summary>
internal static class WebhookOracle
{
    /// <summary>Whether Twilio would have made this signature for a form that was posted to the URL.</summary>
    public static bool Signs(string token, string url, byte[] body, string signature) => Sign(token, url, Decode(body)) == signature;

    /// <summary>Whether it is text at all: what is encoded as bytes that are no UTF-8 has no meaning, and Twilio sends none.</summary>
    public static bool IsText(byte[] body)
    {
        try
        {
            _ = Strict.GetString(Bytes(Encoding.Latin1.GetString(body)));
            return Array.TrueForAll(body, b => b < 0x80);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Sign(string token, string url, IEnumerable<(string Name, string Value)> fields)
    {
        var signed = new StringBuilder(url);
        foreach (var name in fields.GroupBy(f => f.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            foreach (var value in name.Select(f => f.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                signed.Append(name.Key).Append(value);
            }
        }

#pragma warning disable CA5350 // Twilio signs with HMAC-SHA1.
        using var hmac = new HMACSHA1(Encoding.UTF8.GetBytes(token));
#pragma warning restore CA5350
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(signed.ToString())));
    }

    /// <summary>As the URL standard has it: pairs between ampersands, the first equals sign parts name and value, plus is a blank, %XX a byte, UTF-8.</summary>
    public static List<(string Name, string Value)> Decode(byte[] body) =>
        Encoding
            .Latin1.GetString(body)
            .Split('&')
            .Where(p => p.Length > 0)
            .Select(p => p.IndexOf('=') is var at && at < 0 ? (Text(p), "") : (Text(p[..at]), Text(p[(at + 1)..])))
            .ToList();

    private static string Text(string encoded) => Encoding.UTF8.GetString(Bytes(encoded));

    private static byte[] Bytes(string encoded)
    {
        var bytes = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
            {
                bytes.Add(Convert.ToByte(encoded.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add((byte)(encoded[i] == '+' ? ' ' : encoded[i]));
            }
        }

        return [.. bytes];
    }
}
