using Npgsql;
using NpgsqlTypes;
using SmsBridge.Storage;

namespace SmsBridge.Threads.Consent;

/// <summary>The tables of consent: what holds now, and who said so when and how.</summary>
internal static class Consents
{
    private const string WriteSql = """
        with lifted as (
            delete from consents
             where scope = @scope and not @out and ((customer is null and customer_hash = any(@keyed)) or customer_hash = any(@others))
            returning opted_out
        ),
        changed as (
            insert into consents (scope, customer_hash, customer, opted_out)
            values (@scope, @plain, @customer, @out)
            on conflict (scope, customer_hash) do update
               set opted_out = excluded.opted_out, customer = excluded.customer, changed_at = now()
             where consents.opted_out <> excluded.opted_out
            returning 1
        ),
        recorded as (
            insert into consent_events (id, scope, number, customer_hash, customer, opted_out, how, word, provider_sid, actor)
            values (@id, @scope, @number, @plain, @customer, @out, @how, @word, @sid, @actor)
        )
        select exists (select 1 from changed) or exists (select 1 from lifted where opted_out)
        """;

    private const string ReadSql = """
        select exists (select 1 from consents where scope = @scope and customer_hash = any(@hashes) and opted_out)
        """;

    /// <param name="customer">The customer's address, or another of the same person.</param>
    /// <param name="how">How the consent came about for this address.</param>
    /// <param name="keyed">The customer's hashes, should they have been erased: who wants texts again ends that opt-out too.</param>
    /// <returns>Whether it is different from what held before.</returns>
    public static async Task<bool> Write(
        NpgsqlConnection connection,
        string scope,
        ConsentChange change,
        string customer,
        string how,
        byte[][] keyed,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(WriteSql, connection);
        command.Parameters.AddWithValue("id", Guid.CreateVersion7());
        command.Parameters.AddWithValue("scope", scope);
        command.Parameters.AddWithValue("number", change.Number);
        var plains = CustomerHashes.Plains(customer);
        command.Parameters.AddWithValue("customer", customer);
        command.Parameters.AddWithValue("plain", plains[0]);
        command.Parameters.AddWithValue("others", plains[1..]);
        command.Parameters.AddWithValue("out", change.OptedOut);
        command.Parameters.AddWithValue("keyed", keyed);
        command.Parameters.AddWithValue("how", how);
        command.Parameters.AddNullable("word", NpgsqlDbType.Text, change.Word);
        command.Parameters.AddNullable("sid", NpgsqlDbType.Text, change.ProviderSid);
        command.Parameters.AddNullable("actor", NpgsqlDbType.Text, change.Actor);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <param name="hashes">All that the customer may stand under.</param>
    public static async Task<bool> OptedOut(NpgsqlConnection connection, string scope, byte[][] hashes, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReadSql, connection);
        command.Parameters.AddWithValue("scope", scope);
        command.Parameters.AddWithValue("hashes", hashes);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
