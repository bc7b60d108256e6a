using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Storage;

public sealed class LongHistoryTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_turn_does_not_read_what_was_said_long_ago_also_where_Postgres_knows_nothing_of_its_tables_yet()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var (customer, database) = (bridge.Customer(), bridge.Database);

        // The statements are planned now, for tables that are as good as empty, and are not planned again.
        await Turn(database, customer, "one");
        await Turn(database, customer, "two");
        await Turn(database, customer, "three");
        await database.Do(
            """
            insert into messages (id, seq, thread_id, direction, author, text, status, pending, at)
            select gen_random_uuid(), -n, $1, 'in', 'customer', 'long ago', 'answered', false, now() - interval '1 day' from generate_series(1, 2000) n
            """,
            customer.ThreadId
        );
        await database.Do(
            """
            insert into conversations (id, thread_id, chat_conversation_id, agent, variant_id, attributes, settings, opened_at, closed_at, close_reason)
            select gen_random_uuid(), thread_id, 'CONV-' || n, agent, variant_id, attributes, settings, opened_at, now(), 'idle'
              from conversations cross join generate_series(1, 2000) n where thread_id = $1
            """,
            customer.ThreadId
        );
        await Turn(database, customer, "four");

        // Connections say what they have read when they end; the instance makes itself new ones.
        var ended = await database.All<int>(
            "select pid from pg_stat_activity where application_name = 'smsbridge' and datname = current_database()"
        );
        await database.Do("select pg_terminate_backend(pid) from unnest($1) as pid", ended.ToArray());
        await Eventually.Holds(
            async () => await database.Count("pg_stat_activity where pid = any($1)", ended.ToArray()) == 0,
            "the instance's connections have ended"
        );
        var read = await database.One<long>(
            "select sum(idx_tup_fetch)::bigint from pg_stat_user_tables where relname in ('messages', 'conversations')"
        );
        read.ShouldBeInRange(10, 500);
    }

    private static async Task Turn(Database database, Customer customer, string text)
    {
        await customer.Texts(text);
        (await customer.Receives()).ShouldBe($"You said: {text}");

        // Asked of the table as a whole, so that looking costs nothing that is counted.
        await Eventually.Holds(
            async () => await database.Count("messages where text = $1 and status = 'delivered'", $"You said: {text}") == 1,
            $"the answer to {text} is delivered"
        );
        await customer.Settles();
    }
}
