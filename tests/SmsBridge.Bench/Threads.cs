using Npgsql;

namespace SmsBridge.Bench;

/// <summary>Fills the database with threads that are at rest, to show that cost does not depend on how many there are.</summary>
internal static class Threads
{
    private const string Sql = """
        insert into threads (id, number, customer, channel, state, conversation_id)
        select md5('t' || i)::uuid, '+14155550198', '+1212' || (5000000 + i), 'sms', 'idle', null from generate_series(1, @count) i;
        insert into messages (id, thread_id, direction, author, text, status, pending, provider_sid)
        select gen_random_uuid(), md5('t' || i)::uuid, 'in', 'customer', 'an old text', 'answered', false, 'SM' || md5('s' || i) from generate_series(1, @count) i;
        insert into messages (id, thread_id, direction, author, text, status, pending, provider_sid)
        select gen_random_uuid(), md5('t' || i)::uuid, 'out', 'agent', 'an old answer', 'delivered', false, 'SM' || md5('r' || i) from generate_series(1, @count) i;
        analyze;
        """;

    public static async Task Fill(string database, int count)
    {
        if (count == 0)
        {
            return;
        }

        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = 600 };
        command.Parameters.AddWithValue("count", count);
        await command.ExecuteNonQueryAsync();
    }
}
