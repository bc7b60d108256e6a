using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Twilio.Security;

/// <summary>Checks the X-Twilio-Signature of webhooks: base64 of HMAC-SHA1, keyed with the account's auth token, over URL and form fields.</summary>
public class RequestValidator(string secret)
{
    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);

    /// <summary>As the overload with a dictionary; values of a repeated name are joined by commas, which is not what Twilio signs.</summary>
    public bool Validate(string url, NameValueCollection parameters, string expected) =>
        Validate(url, parameters.AllKeys.ToDictionary(name => name!, name => parameters[name]!, StringComparer.Ordinal), expected);

    /// <summary>
    /// Whether the signature fits the URL as given, or the URL with its port dropped when it names one, added when it names none.
    /// An explicit :443 (https) or :80 (http) counts as none. Throws ArgumentException when the URL or the signature is null or empty.
    /// </summary>
    public bool Validate(string url, IDictionary<string, string>? parameters, string expected)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        ArgumentException.ThrowIfNullOrEmpty(expected);
        var fields = new StringBuilder();
        foreach (
            var (name, value) in (parameters ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(
                pair => pair.Key,
                StringComparer.Ordinal
            )
        )
            fields.Append(name).Append(value);
        return Matches(url + fields, expected) || Matches(WithOtherPort(url) + fields, expected);
    }

    /// <summary>For bodies other than forms: the URL must be signed, and its bodySHA256 parameter must be the hash of the body.</summary>
    public bool Validate(string url, string body, string expected)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        ArgumentException.ThrowIfNullOrEmpty(expected);
        const string name = "bodySHA256=";
        var query = new Uri(url, UriKind.Absolute).Query.TrimStart('?').Split('&');
        var hash = Array.FindLast(query, each => each.StartsWith(name, StringComparison.Ordinal)) ?? name;
        return Validate(url, (IDictionary<string, string>?)null, expected)
            && ValidateBody(body, Uri.UnescapeDataString(hash[name.Length..]));
    }

    /// <summary>Whether <paramref name="expected"/> is the SHA-256 of the body's UTF-8 bytes in lower-case hex.</summary>
    public static bool ValidateBody(string rawBody, string expected) =>
        Same(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rawBody))), expected);

    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "Twilio signs with HMAC-SHA1.")]
    private bool Matches(string signed, string expected) =>
        Same(Convert.ToBase64String(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(signed))), expected);

    private static bool Same(string computed, string? expected) =>
        expected is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(computed), Encoding.UTF8.GetBytes(expected));

    // Uri does not report a default port even when it is written out, hence "counts as none".
    private static string WithOtherPort(string url)
    {
        var parsed = new Uri(url, UriKind.Absolute);
        var other = new UriBuilder(parsed) { Port = parsed.IsDefaultPort ? parsed.Port : -1 };
        return new StringBuilder(other.ToString())
            .Replace(other.Host, AsWritten(url, other.Host))
            .Replace(other.Scheme, AsWritten(url, other.Scheme))
            .ToString();
    }

    // Twilio signs scheme and host in the case in which they were configured; UriBuilder lowers both.
    private static string AsWritten(string url, string part) =>
        url.Substring(url.IndexOf(part, StringComparison.OrdinalIgnoreCase), part.Length);
}
