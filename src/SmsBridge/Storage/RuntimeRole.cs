using Microsoft.Extensions.Options;
using Npgsql;

namespace SmsBridge.Storage;

/// <summary>What the database's role may do with the audit log.</summary>
/// <param name="Role">The one that is connected.</param>
internal sealed record AuditRights(string Role, bool IsOwner, bool MayChange)
{
    private const string Sql = """
        select current_user::text, pg_has_role(current_user, relowner, 'member'),
               has_table_privilege(oid, 'update') or has_table_privilege(oid, 'delete') or has_table_privilege(oid, 'truncate')
          from pg_class where oid = to_regclass('audit_log')
        """;

    /// <returns>Null while the table is not there.</returns>
    public static async Task<AuditRights?> Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? new AuditRights(row.GetString(0), row.GetBoolean(1), row.GetBoolean(2)) : null;
    }
}

/// <summary>
/// The role of <c>serve</c>, where it is another one than the owner of the tables, who migrates: it reads and writes rows, adds to the audit log, and
/// cannot change the log, the tables or the migrations.
/// </summary>
internal static class RuntimeRole
{
    /// <summary>After each migration: new tables belong to their owner alone.</summary>
    private const string Sql = """
        do $$
        declare
            runtime text := current_setting('smsbridge.runtime_role');
        begin
            execute format('grant usage on schema %I to %I', current_schema(), runtime);
            execute format('grant select, insert, update, delete on all tables in schema %I to %I', current_schema(), runtime);
            execute format('grant usage, select, update on all sequences in schema %I to %I', current_schema(), runtime);
            execute format('revoke update, delete, truncate on audit_log from %I', runtime);
            execute format('revoke insert, update, delete, truncate on "__EFMigrationsHistory" from %I', runtime);
            execute format('grant execute on function erase_from_audit_log(text[], text, text, text) to %I', runtime);
        end
        $$
        """;

    /// <exception cref="OptionsValidationException">It cannot be the role of <c>serve</c>.</exception>
    public static async Task Grant(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        await using (var look = new NpgsqlCommand("select pg_has_role(@role, current_user, 'member')", connection))
        {
            look.Parameters.AddWithValue("role", role);
            if (await IsOwner(look, role, cancellationToken))
            {
                throw Mistake(
                    $"--runtime-role '{role}' has the rights of the role that migrates, so nothing can be kept from it. Name another one."
                );
            }
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var name = new NpgsqlCommand("select set_config('smsbridge.runtime_role', @role, true)", connection))
        {
            name.Parameters.AddWithValue("role", role);
            await name.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var grant = new NpgsqlCommand(Sql, connection))
        {
            await grant.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<bool> IsOwner(NpgsqlCommand look, string role, CancellationToken cancellationToken)
    {
        try
        {
            return (bool)(await look.ExecuteScalarAsync(cancellationToken))!;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedObject)
        {
            throw Mistake($"--runtime-role '{role}' is no role of this server. Make it first: create role {role} login password '…'");
        }
    }

    private static OptionsValidationException Mistake(string what) => new(nameof(RuntimeRole), typeof(RuntimeRole), [what]);
}
