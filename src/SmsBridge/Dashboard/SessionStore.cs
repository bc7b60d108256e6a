using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NpgsqlTypes;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Dashboard;

/// <summary>
/// Who is signed in, for all instances. A session is a random word in a cookie; the database has its hash, so what is read there opens nothing.
/// Whether the key is still in force is asked for every page.
/// </summary>
internal sealed class SessionStore(OperatorsDataSource database, IOptions<OpsOptions> ops, IOptions<ConsoleOptions> options)
{
    private const string OpenSql = """
        with over as (delete from console_sessions where expires_at <= now())
        insert into console_sessions (hash, key_id, bootstrap_proof, expires_at) values (@hash, @key, @proof, now() + @lifetime)
        """;

    private const string FindSql = """
        with session as (
            select s.bootstrap_proof, k.id, k.name, k.role, k.last_used_at
              from console_sessions s left join api_keys k on k.id = s.key_id
             where s.hash = @hash and s.expires_at > now()
               and (s.key_id is null or (k.revoked_at is null and (k.expires_at is null or k.expires_at > now())))
        ),
        used as (
            update api_keys k set last_used_at = now() from session s
             where k.id = s.id and (s.last_used_at is null or s.last_used_at < now() - interval '1 minute')
        )
        select bootstrap_proof, id, name, role from session
        """;

    private const string EndSql = "delete from console_sessions where hash = @hash";

    /// <param name="key">The key that was used, as it was typed.</param>
    /// <returns>The word for the cookie.</returns>
    public async Task<string> Open(KeyHolder holder, string key, CancellationToken cancellationToken)
    {
        var word = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await using var command = database.CreateCommand(OpenSql);
        command.Parameters.AddWithValue("hash", Hash(word));
        command.Parameters.AddNullable("key", NpgsqlDbType.Uuid, holder.Id);
        command.Parameters.AddNullable("proof", NpgsqlDbType.Bytea, holder.Id is null ? Proof(word, key) : null);
        command.Parameters.AddWithValue("lifetime", options.Value.SessionLifetime);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return word;
    }

    /// <returns>Null when the session or its key is over.</returns>
    public async Task<KeyHolder?> Find(string word, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindSql);
        command.Parameters.AddWithValue("hash", Hash(word));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return null;
        }

        if (!row.IsDBNull(1))
        {
            return Roles.Parse(row.GetString(3)) is { } role ? new KeyHolder(row.GetString(2), role, row.GetGuid(1)) : null;
        }

        return
            ops.Value.BootstrapKey is { Length: > 0 } key
            && CryptographicOperations.FixedTimeEquals(Proof(word, key), row.GetFieldValue<byte[]>(0))
            ? KeyRing.Bootstrap
            : null;
    }

    public async Task End(string word, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(EndSql);
        command.Parameters.AddWithValue("hash", Hash(word));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static byte[] Hash(string word) => SHA256.HashData(Encoding.ASCII.GetBytes(word));

    /// <summary>Tells whether the key in the settings is still the one that was typed, without storing anything that it could be guessed from.</summary>
    private static byte[] Proof(string word, string key) => HMACSHA256.HashData(Encoding.ASCII.GetBytes(word), Encoding.UTF8.GetBytes(key));
}
