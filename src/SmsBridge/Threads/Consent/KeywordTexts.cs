using Npgsql;
using NpgsqlTypes;
using SmsBridge.Messages;
using SmsBridge.Storage;

namespace SmsBridge.Threads.Consent;

/// <summary>Stores a text that is no turn but a keyword, in the transaction that acts on it.</summary>
internal static class KeywordTexts
{
    private const string Sql = """
        with opened as (
            insert into threads (id, number, customer, channel) values (@thread, @number, @customer, @channel)
            on conflict (id) do update set last_message_at = now(), last_text_at = now(), customer = excluded.customer
        )
        insert into messages (id, thread_id, direction, author, text, status, pending, provider_sid, facts, media, kind, reason)
        values (@id, @thread, 'in', 'customer', @text, 'ignored', false, @sid, @facts, @media, @kind, 'keyword')
        on conflict do nothing
        """;

    /// <returns>False when the provider's id was known.</returns>
    public static async Task<bool> Insert(NpgsqlConnection connection, InboundText text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("thread", text.ThreadId);
        command.Parameters.AddWithValue("number", text.Number);
        command.Parameters.AddWithValue("customer", text.Customer);
        command.Parameters.AddWithValue("channel", text.Channel);
        command.Parameters.AddWithValue("id", text.Id);
        command.Parameters.AddWithValue("text", text.Text);
        command.Parameters.AddWithValue("sid", text.ProviderSid);
        command.Parameters.AddNullable("facts", NpgsqlDbType.Jsonb, text.Facts);
        command.Parameters.AddNullable("media", NpgsqlDbType.Jsonb, text.Media);
        command.Parameters.AddNullable("kind", NpgsqlDbType.Text, text.Kind);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
