using System.Security.Cryptography;
using System.Text;

namespace SmsBridge.Work;

/// <summary>
/// Signs requests after the Standard Webhooks convention (standardwebhooks.com): <c>webhook-signature</c> is <c>v1,</c> and base64 of HMAC-SHA256 over
/// <c>webhook-id.webhook-timestamp.body</c>, once for each secret, with spaces between them.
/// </summary>
internal sealed class StandardWebhook
{
    /// <summary>For the message about a secret that is none.</summary>
    public const string Remedy = "Write whsec_ and base64 of 24 to 64 bytes; make one with: echo whsec_$(openssl rand -base64 32)";

    private const string Prefix = "whsec_";
    private readonly List<byte[]> keys;

    /// <param name="secrets">The newest first; empty ones do not count.</param>
    public StandardWebhook(params IEnumerable<string?> secrets) =>
        keys = secrets
            .OfType<string>()
            .Where(s => s.Length > 0)
            .Select(s => KeyOf(s) ?? throw new FormatException("A webhook secret is whsec_ and 24 to 64 bytes in base64."))
            .ToList();

    /// <param name="id">Of the message; the same again when it is sent again.</param>
    /// <param name="at">The time of this try: receivers refuse what is minutes off.</param>
    /// <param name="body">Exactly the bytes that are sent.</param>
    public void Sign(HttpRequestMessage request, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var timestamp = at.ToUnixTimeSeconds();
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{timestamp}");
        request.Headers.Add(
            "webhook-signature",
            string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"))
        );
    }

    /// <summary>The bytes of a secret; null when it is none.</summary>
    public static byte[]? KeyOf(string secret)
    {
        var bytes = new byte[secret.Length];
        return
            secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length)
            && length is >= 24 and <= 64
            ? bytes[..length]
            : null;
    }
}
