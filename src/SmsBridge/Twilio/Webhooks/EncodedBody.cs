using System.Text;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>Twilio delivers some long texts that it has joined as base64 of their words. A customer who reads the answer to that would wonder.</summary>
internal static class EncodedBody
{
    /// <summary>Shorter texts come in one piece.</summary>
    private const int Shortest = 60;

    /// <summary>Of the characters; the rest may be line ends and signs that some handset adds.</summary>
    private const double Printable = 0.9;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The words, where the body is base64 of words: with a blank among them. A code of letters and digits decodes to no words, and stays.</summary>
    public static string Decode(string body)
    {
        if (body.Length < Shortest || body.Length % 4 != 0)
        {
            return body;
        }

        var bytes = new byte[body.Length / 4 * 3];
        if (!Convert.TryFromBase64String(body, bytes, out var length) || Convert.ToBase64String(bytes.AsSpan(0, length)) != body)
        {
            return body;
        }

        try
        {
            var words = Strict.GetString(bytes, 0, length);
            return words.Any(char.IsWhiteSpace) && words.Count(c => !char.IsControl(c)) >= words.Length * Printable ? words : body;
        }
        catch (DecoderFallbackException)
        {
            return body;
        }
    }
}
