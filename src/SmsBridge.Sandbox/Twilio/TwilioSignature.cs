using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>
/// The X-Twilio-Signature of a webhook: Base64(HMAC-SHA1(token, URL + every form field as name and value, sorted by name)). Written
/// independently of the bridge's verifier, so that the two check each other.
/// </summary>
internal static class TwilioSignature
{
    /// <summary>Signs a form POST; pass no fields for a GET or a JSON body.</summary>
    /// <param name="url">As configured, without its fragment.</param>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "Twilio's protocol is HMAC-SHA1.")]
    public static string Sign(string token, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = new StringBuilder(url);
        // A repeated name counts once per distinct value, values sorted (the Node helper's rule).
        foreach (
            var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal).ThenBy(f => f.Value, StringComparer.Ordinal).Distinct()
        )
            text.Append(name).Append(value);
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text.ToString())));
    }
}
