using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;

namespace SmsBridge.Threads.Consent;

/// <summary>
/// A customer's address as the tables of consent and erasure have it. There are few enough phone numbers to try them all, so a hash that outlives the
/// address has a key: HMAC-SHA256 under the settings' secret and the database's salt.
/// </summary>
internal sealed class CustomerHashes(NpgsqlDataSource database, IOptions<PrivacyOptions> options)
{
    private const string SaltSql = "select salt from privacy_salt";

    private byte[][]? keys;

    /// <summary>Under every key that may have been used, the one that is used now first. The last is that of a bridge without a secret.</summary>
    public async ValueTask<byte[][]> Keyed(string customer, CancellationToken cancellationToken = default)
    {
        var address = Encoding.UTF8.GetBytes(customer);
        return [.. (await Keys(cancellationToken)).Select(key => HMACSHA256.HashData(key, address))];
    }

    /// <summary>All of these, and before them the one without a key under which customers stand whom we know by their address.</summary>
    public async ValueTask<byte[][]> All(string customer, CancellationToken cancellationToken = default) =>
        [Plain(customer), .. await Keyed(customer, cancellationToken)];

    public static byte[] Plain(string customer) => SHA256.HashData(Encoding.UTF8.GetBytes(customer));

    /// <summary>As Postgres writes a <c>bytea[]</c>: an array of arrays cannot be a parameter.</summary>
    public static string Literal(byte[][] hashes) =>
        $"{{{string.Join(',', hashes.Select(h => $"\"\\\\x{Convert.ToHexStringLower(h)}\""))}}}";

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
