using Npgsql;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>Erasing while the customer texts, the agent answers and people write; and an erasure that is broken off.</summary>
public sealed class EraseRaceTests(SharedBridge shared, TestPostgres postgres) : LiveAgentTests(shared)
{
    [Fact]
    public async Task Erased_while_texts_come_in_at_two_instances_nothing_breaks_and_the_last_erasure_leaves_nothing()
    {
        var customers = Enumerable.Range(0, 4).Select(_ => Bridge.Customer()).ToList();
        using var stop = new CancellationTokenSource();
        var texting = customers.ConvertAll(c => Task.Run(() => KeepTexting(c, stop.Token)));
        var erasing = customers.ConvertAll(c => Task.Run(() => EraseAgainAndAgain(c)));

        await Task.WhenAll(erasing);
        await stop.CancelAsync();
        await Task.WhenAll(texting);
        foreach (var customer in customers)
        {
            await customer.Texts("the last one");
            await customer.Settles();
            (await customer.Messages()).Count(m => m.GetProperty("text").GetString() == "the last one").ShouldBe(1);
            (await Ops.Delete(Remains.Path(customer))).Status.ShouldBe(200);
            (await Remains.Of(Bridge.Database, customer.Address[2..], Words(customer))).ShouldBeEmpty();
            await Eventually.Holds(
                async () => (await Remains.Of(Bridge.Database, customer.ThreadId.ToString())).Count == 0,
                "nothing of the thread is left once the agent has heard"
            );
        }

        (await Bridge.Database.One<long>("select deadlocks from pg_stat_database where datname = current_database()")).ShouldBe(0);
    }

    [Fact]
    public async Task Erased_while_people_write_nothing_of_the_customer_is_written_again()
    {
        for (var round = 0; round < 6; round++)
        {
            var (customer, person) = await WithPeople();
            var writing = Task.Run(async () =>
            {
                for (var i = 0; i < 5; i++)
                {
                    (await person.Writes("people-racing-words", $"r-{i}")).Status.ShouldBeOneOf([202, 404, 409]);
                }
            });
            await Task.Delay(TimeSpan.FromMilliseconds(15 * round));

            (await Bridge.Instances[0].Ops.Delete(Remains.Path(customer))).Status.ShouldBe(200);
            await writing;
            await customer.Settles();

            (await Remains.Of(Bridge.Database, customer.Address[2..], "people-racing-words")).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Killed_in_the_middle_a_thread_is_there_as_a_whole_or_gone_and_done_again_all_is_gone()
    {
        const string other = "+14155550151";
        await using var bridge = await BridgeUnderTest.Start(
            postgres,
            new() { Numbers = [BridgeSetup.Document(), BridgeSetup.Document(other)] }
        );
        var first = bridge.Customer();
        var both = new[] { first, new Customer(bridge, first.Address, other) }
            .OrderBy(c => c.ThreadId.ToString(), StringComparer.Ordinal)
            .ToList();
        foreach (var one in both)
        {
            await one.Texts("killed-words");
            await one.Receives();
            await one.Settles();
        }

        await using (await bridge.Database.Hold("select from messages where thread_id = $1 for update", both[1].ThreadId))
        {
            var settings = bridge.Settings("http://127.0.0.1:1", "http://127.0.0.1:2");
            await using var child = ChildBridge.Run(["erase", first.Address, "--yes"], settings);
            await Eventually.Holds(
                async () => await bridge.Database.Count("threads where id = $1", both[0].ThreadId) == 0,
                "the first thread is gone",
                TimeSpan.FromSeconds(60)
            );
            await child.Kill();
        }

        await Eventually.Holds(
            async () => (await Remains.Of(bridge.Database, both[0].ThreadId.ToString())).Count == 0,
            "nothing of the first thread is left once the agent has heard"
        );
        (await both[1].Messages()).Count.ShouldBe(2);
        (await bridge.CommandLine().Run("erase", first.Address, "--yes", "--json"))
            .ShouldEndWith(0)
            .Json.GetProperty("found")
            .GetBoolean()
            .ShouldBeTrue();
        (await Remains.Of(bridge.Database, first.Address[2..], "killed-words")).ShouldBeEmpty();
        await Eventually.Holds(
            async () => (await Remains.Of(bridge.Database, both[1].ThreadId.ToString())).Count == 0,
            "nothing of the second thread either"
        );
    }

    private static string Words(Customer customer) => $"racing-words-{customer.Address[^4..]}";

    private static async Task KeepTexting(Customer customer, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            (
                await customer.Sends(
                    i % 7 == 3 ? "STOP"
                    : i % 7 == 4 ? "START"
                    : $"{Words(customer)} {i}"
                )
            ).Status.ShouldBe(200);
        }
    }

    private async Task EraseAgainAndAgain(Customer customer)
    {
        for (var i = 0; i < 8; i++)
        {
            var answer = await Bridge.Instances[i % Bridge.Instances.Count].Ops.Delete(Remains.Path(customer));
            answer.Status.ShouldBe(200, answer.Body);
            await Task.Delay(TimeSpan.FromMilliseconds(40));
        }
    }
}
