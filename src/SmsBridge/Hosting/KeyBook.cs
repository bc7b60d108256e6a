using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using SmsBridge.Storage;

namespace SmsBridge.Hosting;

/// <summary>Who a caller with a valid key is.</summary>
/// <param name="Id">Null: the bootstrap key.</param>
internal sealed record KeyHolder(string Name, Role Role, Guid? Id)
{
    public AuthenticationTicket Ticket(string scheme) =>
        new(
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(ClaimTypes.Name, Name),
                        new Claim(ClaimTypes.Role, Role.Name()),
                        .. Id is { } id ? [new Claim(Actor.KeyIdClaim, id.ToString())] : Array.Empty<Claim>(),
                    ],
                    scheme
                )
            ),
            scheme
        );
}

/// <summary>
/// Checks keys. What the database says of a key holds for 3 s, so that calls need no query of their own, and a key that was revoked anywhere
/// stops working within that time.
/// </summary>
internal sealed class KeyBook(OperatorsDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private const string FindSql = """
        select id, name, role, salt, hash, last_used_at is null or last_used_at < now() - interval '1 minute'
          from api_keys where prefix = @prefix and revoked_at is null and (expires_at is null or expires_at > now())
        """;

    private const string UsedSql = """
        update api_keys set last_used_at = now()
         where id = @id and (last_used_at is null or last_used_at < now() - interval '1 minute')
        """;

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    /// <returns>Null when it is no key, a wrong one, revoked or expired.</returns>
    public async Task<KeyHolder?> Check(string text, CancellationToken cancellationToken)
    {
        if (KeyText.Parse(text) is not { } key || await Find(key.Prefix, cancellationToken) is not { } found)
        {
            return null;
        }

        if (!key.Matches(found.Salt, found.Hash))
        {
            return null;
        }

        if (found.TakeUnsaidUse())
        {
            await using var command = database.CreateCommand(UsedSql);
            command.Parameters.AddWithValue("id", found.Id);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return found.Holder;
    }

    private async Task<Known?> Find(string prefix, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(prefix, out var remembered) && time.GetElapsedTime(remembered.ReadAt) < Fresh)
        {
            return remembered;
        }

        var readAt = time.GetTimestamp();
        await using var command = database.CreateCommand(FindSql);
        command.Parameters.AddWithValue("prefix", prefix);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken) || Roles.Parse(row.GetString(2)) is not { } role)
        {
            // Keys that do not exist are not remembered: anybody can make them up.
            known.TryRemove(prefix, out _);
            return null;
        }

        var found = new Known(
            readAt,
            row.GetGuid(0),
            new KeyHolder(row.GetString(1), role, row.GetGuid(0)),
            row.GetFieldValue<byte[]>(3),
            row.GetFieldValue<byte[]>(4),
            row.GetBoolean(5)
        );
        known[prefix] = found;
        return found;
    }

    private sealed class Known(long readAt, Guid id, KeyHolder holder, byte[] salt, byte[] hash, bool unsaidUse)
    {
        private int unsaid = unsaidUse ? 1 : 0;

        public long ReadAt => readAt;
        public Guid Id => id;
        public KeyHolder Holder => holder;
        public byte[] Salt => salt;
        public byte[] Hash => hash;

        /// <summary>True once, where the use is not in the database yet.</summary>
        public bool TakeUnsaidUse() => Interlocked.Exchange(ref unsaid, 0) == 1;
    }
}
