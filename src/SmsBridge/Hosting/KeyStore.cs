using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmsBridge.Storage;

namespace SmsBridge.Hosting;

/// <summary>A key as lists show it.</summary>
/// <param name="Id">Names the key for revoking it.</param>
/// <param name="Name">For people; stands in the audit log as the actor.</param>
/// <param name="Role">What the key may do.</param>
/// <param name="Prefix">How the key begins; names it without giving it away.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ExpiresAt">Null: never.</param>
/// <param name="LastUsedAt">To the minute; null: never.</param>
/// <param name="RevokedAt">Null: it was not.</param>
internal sealed record KeyView(
    Guid Id,
    string Name,
    [property: Words("viewer", "operator", "admin")] string Role,
    string Prefix,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt
)
{
    public static KeyView Of(ApiKeyRow row) =>
        new(row.Id, row.Name, row.Role, row.Prefix, row.CreatedAt, row.CreatedBy, row.ExpiresAt, row.LastUsedAt, row.RevokedAt);
}

/// <summary>A key that has just been made; the only time that it is shown whole.</summary>
internal sealed record NewKey(KeyView View, string Key);

/// <summary>Keys in the database: salted hashes. Each change is in the audit log, in the same transaction.</summary>
internal sealed partial class KeyStore(IDbContextFactory<BridgeDbContext> contexts, TimeProvider time)
{
    public const string NamePattern = $"{NameForm}$";

    /// <summary>Names that mean somebody else in the audit log, or read as if they did.</summary>
    public static readonly string[] Reserved = [KeyRing.BootstrapName, Actor.Nobody, "anonymous", "cli", "root", "smsbridge", "system"];

    private const string NameForm = "^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}";

    /// <returns>What is wrong, by member; empty when the key can be made.</returns>
    public Dictionary<string, string[]> Check(string name, string role, DateTimeOffset? expiresAt)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (!Named().IsMatch(name))
        {
            errors["name"] = [$"'{Excerpt.Of(name)}' is no name for a key: use 1 to 64 letters, digits, blanks, '.', '_' and '-'."];
        }
        else if (Reserved.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase))
        {
            errors["name"] = [$"'{name}' would be taken for somebody else in the audit log; not {string.Join(", ", Reserved)}."];
        }

        if (Roles.Parse(role) is null)
        {
            errors["role"] = [NoRole(role)];
        }

        if (expiresAt <= time.GetUtcNow())
        {
            errors["expiresAt"] = ["Give a time that is still to come."];
        }

        return errors;
    }

    public static string NoRole(string role) => $"There is no role '{role}'; use {string.Join(", ", Roles.Names)}.";

    /// <returns>Null when a key that is in force has the name already, written in whatever case.</returns>
    public async Task<NewKey?> Create(string name, string role, DateTimeOffset? expiresAt, Actor actor, CancellationToken cancellationToken)
    {
        var text = KeyText.Create();
        var salt = KeyText.NewSalt();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // An index could not be made where keys of an earlier version differ by case alone.
        await context.Database.ExecuteSqlRawAsync($"select pg_advisory_xact_lock({AdvisoryLocks.KeyNames})", cancellationToken);
#pragma warning disable CA1304, CA1311, CA1862 // Postgres compares.
        if (await context.ApiKeys.AnyAsync(k => k.RevokedAt == null && k.Name.ToLower() == name.ToLower(), cancellationToken))
#pragma warning restore CA1304, CA1311, CA1862
        {
            return null;
        }

        var row = new ApiKeyRow
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Role = role,
            Prefix = text.Prefix,
            Salt = salt,
            Hash = text.Hash(salt),
            CreatedBy = actor.Name,
            ExpiresAt = expiresAt?.ToUniversalTime(),
        };
        context.ApiKeys.Add(row);
        AuditLog.Add(context, actor, "key.create", row.Id.ToString(), null, Shown(row));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error)
            when (error.InnerException
                    is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ux_api_keys_name" }
            )
        {
            // An instance of the version before, which does not wait for the lock, was faster.
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return new NewKey(KeyView.Of(row), text.Whole);
    }

    /// <summary>Newest first.</summary>
    public async Task<List<KeyView>> List(TimeCursor? after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.ApiKeys.AsNoTracking();
        if (after is not null)
        {
            rows = rows.Where(k => k.CreatedAt < after.At || (k.CreatedAt == after.At && k.Id.CompareTo(after.Id) < 0));
        }

        var found = await rows.OrderByDescending(k => k.CreatedAt).ThenByDescending(k => k.Id).Take(limit).ToListAsync(cancellationToken);
        return found.ConvertAll(KeyView.Of);
    }

    /// <returns>Null when there is no such key in force.</returns>
    public async Task<KeyView?> Revoke(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var revoked = await context
            .Database.SqlQuery<DateTimeOffset>(
                $"update api_keys set revoked_at = now() where id = {id} and revoked_at is null returning revoked_at as \"Value\""
            )
            .ToListAsync(cancellationToken);
        if (revoked is not [var at])
        {
            return null;
        }

        var row = await context.ApiKeys.AsNoTracking().SingleAsync(k => k.Id == id, cancellationToken);
        AuditLog.Add(context, actor, "key.revoke", id.ToString(), Shown(row, withRevoked: false), Shown(row));
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return KeyView.Of(row);
    }

    private static string? Shown(ApiKeyRow row, bool withRevoked = true) =>
        AuditLog.Json(
            new
            {
                row.Name,
                row.Role,
                row.Prefix,
                row.ExpiresAt,
                RevokedAt = withRevoked ? row.RevokedAt : null,
            }
        );

    [GeneratedRegex($"{NameForm}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
