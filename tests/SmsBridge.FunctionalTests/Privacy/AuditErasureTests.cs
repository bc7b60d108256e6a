using System.Text.Json;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.Privacy;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>What the audit log says of a customer goes with the customer, and the log is not read as a whole for it.</summary>
public sealed class AuditErasureTests(SharedBridge shared) : LiveAgentTests(shared)
{
    [Fact]
    public async Task An_entry_that_mentions_the_customer_is_found_wherever_and_however_it_does()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        await customer.Settles();
        foreach (
            var (subject, json) in new[]
            {
                (customer.Address, "null"),
                (customer.ThreadId.ToString(), "null"),
                ("plain", JsonSerializer.Serialize(new { Note = new[] { $"told {customer.Address}." } })),
                ("thread", JsonSerializer.Serialize(new { customer.ThreadId })),
                ("verbatim", $$"""{"note":"{{customer.Address}}"}"""),
            }
        )
        {
            await Bridge.Database.Do(
                "insert into audit_log (id, actor, action, subject, after) values ($1, 'an older version', 'test', $2, $3::text::json)",
                Guid.CreateVersion7(),
                subject,
                json
            );
        }

        (await Ops.Delete(Remains.Path(customer))).Status.ShouldBe(200);

        (await Remains.Of(Bridge.Database, customer.Address[1..], customer.ThreadId.ToString())).ShouldBeEmpty();
        (await Bridge.Database.Count("audit_log where action = 'test'")).ShouldBe(5);
        (await Bridge.Database.Count("audit_log where action = 'test' and (subject = 'erased' or after::text like '%erased%')")).ShouldBe(
            5
        );
    }

    [Fact]
    public async Task The_log_is_not_read_as_a_whole()
    {
        await Bridge.Database.Do(
            """
            insert into audit_log (id, actor, action, subject, after)
            select gen_random_uuid(), 'somebody', 'thread.close', gen_random_uuid(), json_build_object('threadId', gen_random_uuid())
              from generate_series(1, 5000)
            """
        );
        await Bridge.Database.Do("analyze audit_log");
        var id = Guid.CreateVersion7().ToString();
        var before = await Scans("seq_scan");
        var byIndex = await Scans("idx_scan");

        for (var i = 0; i < 8; i++)
        {
            // More often than Postgres plans anew for the values.
            (
                await Bridge.Database.One<int>(
                    "select erase_from_audit_log($1, $2, '+14155551234', '+14155551234')",
                    new[] { id, "14155551234" },
                    id
                )
            ).ShouldBe(0);
        }

        await Eventually.Holds(async () => await Scans("idx_scan") >= byIndex + 8, "the index was looked at");
        (await Scans("seq_scan")).ShouldBe(before);

        async Task<long> Scans(string kind)
        {
            await Bridge.Database.Do("select pg_stat_force_next_flush() from generate_series(1, 3)");
            await Bridge.Database.Do("select pg_stat_clear_snapshot()");
            return await Bridge.Database.One<long>($"select {kind} from pg_stat_user_tables where relname = 'audit_log'");
        }
    }
}
