using System.Text.Json;
using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Storage;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>Limits hold whichever instance takes a text, and cost no reading of old ones.</summary>
public sealed class InstancesTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Shared = "+14155550361";

    private protected override BridgeSetup Setup =>
        BridgeSetup.With(("Limits:PerSenderPerMinute", "10")) with
        {
            Instances = 2,
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(Shared, d => d["limits"] = JsonSerializer.SerializeToNode(new { perNumberPerMinute = 5 })),
            ],
        };

    [Fact]
    public async Task One_customer_has_ten_texts_a_minute_at_all_instances_together()
    {
        var customer = Bridge.Customer();
        for (var i = 0; i < 14; i++)
        {
            await customer.Sends($"w{i}", At(i));
        }

        await customer.Settles();
        customer.AskedTexts.Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_number_has_its_texts_a_minute_at_all_instances_together()
    {
        var customers = Enumerable.Range(0, 8).Select(_ => Bridge.Customer(Shared)).ToList();
        for (var i = 0; i < customers.Count; i++)
        {
            await customers[i].Sends("hello", At(i));
            await customers[i].Settles();
        }

        customers.Sum(c => c.AskedTexts.Count).ShouldBe(5);
    }

    [Fact]
    public async Task The_last_minutes_of_a_thread_are_read_by_indexes_that_begin_with_them()
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Bridge.Database.ConnectionString) { Options = HotPath.SessionOptions }
        );
        var plan = new List<string>();
        await using var command = source.CreateCommand(
            $"explain select {RecentTexts.CountSql("t.id", "5")}, {RecentTexts.Sql("t.id")} from threads t where t.id = $1"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = Guid.Empty });
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            plan.Add(row.GetString(0));
        }

        var scans = plan.Where(l => l.Contains(" on messages ")).ToList();
        scans.Count(s => s.Contains("ix_messages_inbound")).ShouldBe(2, string.Join('\n', plan));
        scans.Count(s => s.Contains("ix_messages_thread_id_seq")).ShouldBe(1);
        scans.Count.ShouldBe(3);
    }

    private InboundOptions At(int i) => new() { Urls = [Bridge.Instances[i % 2].Webhook] };
}
