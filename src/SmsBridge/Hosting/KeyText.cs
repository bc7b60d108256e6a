using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace SmsBridge.Hosting;

/// <summary>
/// A key as its holder has it: <c>sbk_</c>, 8 characters that name it, 32 that are the secret, all base62. The secret has 190 bits of chance:
/// nobody guesses it, so a fast hash protects it as well as a slow one would, and every call can be checked against it.
/// </summary>
internal sealed record KeyText(string Prefix, string Whole)
{
    private const string Mark = "sbk_";
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Characters = SearchValues.Create(Base62);
    private const int NameLength = 8;
    private const int SecretLength = 32;
    private const int SaltLength = 16;

    public static KeyText Create()
    {
        var prefix = Mark + RandomNumberGenerator.GetString(Base62, NameLength);
        return new KeyText(prefix, prefix + RandomNumberGenerator.GetString(Base62, SecretLength));
    }

    /// <returns>Null for what cannot be a key.</returns>
    public static KeyText? Parse(string text) =>
        text.Length == Mark.Length + NameLength + SecretLength
        && text.StartsWith(Mark, StringComparison.Ordinal)
        && text.AsSpan(Mark.Length).IndexOfAnyExcept(Characters) < 0
            ? new KeyText(text[..(Mark.Length + NameLength)], text)
            : null;

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    public byte[] Hash(byte[] salt) => HMACSHA256.HashData(salt, Encoding.ASCII.GetBytes(Whole));

    /// <summary>Takes the same time wherever the difference is.</summary>
    public bool Matches(byte[] salt, byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash(salt), hash);

    /// <summary>Never the secret.</summary>
    public override string ToString() => Prefix;
}
