using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Numbers;

namespace SmsBridge.Threads.Consent;

/// <summary>
/// A customer's address as the tables of consent and erasure have it. There are few enough phone numbers to try them all, so a hash that outlives the
/// address has a key: HMAC-SHA256 under the settings' secret and the database's salt.
/// </summary>
internal sealed class CustomerHashes(NpgsqlDataSource database, IOptions<PrivacyOptions> options)
{
    private const string SaltSql = "select salt from privacy_salt";

    private byte[][]? keys;

    /// <summary>
    /// Under every key that may have been used, the one that is used now first. The last is that of a bridge without a secret. Each in all forms of
    /// the address, the canonical one first, which is the one that is written.
    /// </summary>
    public async ValueTask<byte[][]> Keyed(string customer, CancellationToken cancellationToken = default)
    {
        var forms = Bytes(customer).ToList();
        return [.. (await Keys(cancellationToken)).SelectMany(key => forms.Select(form => HMACSHA256.HashData(key, form)))];
    }

    /// <summary>All of these, and before them those without a key under which customers stand whom we know by their address.</summary>
    public async ValueTask<byte[][]> All(string customer, CancellationToken cancellationToken = default) =>
        [.. Plains(customer), .. await Keyed(customer, cancellationToken)];

    /// <summary>Without a key, as a customer whom we know is written.</summary>
    public static byte[] Plain(string customer) => Plains(customer)[0];

    /// <summary>That, and what the customer's other forms were written as before they were one customer.</summary>
    public static byte[][] Plains(string customer) => [.. Bytes(customer).Select(SHA256.HashData)];

    /// <summary>As Postgres writes a <c>bytea[]</c>: an array of arrays cannot be a parameter.</summary>
    public static string Literal(byte[][] hashes) =>
        $"{{{string.Join(',', hashes.Select(h => $"\"\\\\x{Convert.ToHexStringLower(h)}\""))}}}";

    private static IEnumerable<byte[]> Bytes(string customer) => Subscriber.Forms(customer).Select(Encoding.UTF8.GetBytes);

    private async ValueTask<byte[][]> Keys(CancellationToken cancellationToken)
    {
        if (keys is { } known)
        {
            return known;
        }

        await using var command = database.CreateCommand(SaltSql);
        var salt = (byte[])(await command.ExecuteScalarAsync(cancellationToken))!;
        return keys = [.. options.Value.HashKeys.Append("").Select(secret => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), salt))];
    }
}
