using RabbitMQ.Client;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Cli;

/// <summary>What <c>doctor</c> says of a queue at RabbitMQ, with a real broker.</summary>
[Collection(TestRabbitMq.Collection)]
public sealed class DoctorRabbitMqTests(TestPostgres postgres, TestRabbitMq broker)
{
    private readonly string name = $"q{Guid.CreateVersion7():n}";

    [Fact]
    public async Task A_broker_that_lets_the_bridge_in_is_well_and_nothing_is_made_there()
    {
        await broker.Start();
        await using var bridge = await BridgeUnderTest.Start(postgres);

        var found = (await Shell(bridge, broker.Uri).Run("doctor")).ShouldEndWith(0);

        DoctorThingsTests.Line(found, $"ok    queues {name}").ShouldContain("made with the first event");
        (await Exists(c => c.ExchangeDeclarePassiveAsync(name))).ShouldBeFalse();
        (await Exists(c => c.QueueDeclarePassiveAsync(name))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_broker_that_is_away_or_refuses_the_password_is_told()
    {
        await broker.Start();
        await using var bridge = await BridgeUnderTest.Start(postgres);

        var away = await Shell(bridge, TestRabbitMq.UriOf("guest", "guest", new Uri(Ports.FreeAddress()).Port)).Run("doctor");
        var refused = await Shell(bridge, TestRabbitMq.UriOf("guest", "wr0ng", broker.Port)).Run("doctor");
        var elsewhere = await Shell(bridge, broker.Uri + "no-such-host").Run("doctor");

        DoctorThingsTests.Line(away.ShouldEndWith(1), $"FAIL  queues {name}").ShouldContain($"Check host and port in Queues:{name}:Uri");
        DoctorThingsTests.Line(refused.ShouldEndWith(1), $"FAIL  queues {name}").ShouldContain("refuses the user or the password");
        DoctorThingsTests.Line(refused, $"FAIL  queues {name}").ShouldContain($"Queues:{name}:Uri");
        refused.All.ShouldNotContain("wr0ng");
        DoctorThingsTests.Line(elsewhere.ShouldEndWith(1), $"FAIL  queues {name}").ShouldContain("virtual host");
    }

    [Fact]
    public async Task A_missing_exchange_and_one_with_other_properties_are_told()
    {
        await broker.Start();
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var shell = Shell(bridge, broker.Uri);

        var missing = await shell.With($"Queues:{name}:DeclareTopology", "false").Run("doctor");
        await broker.With(async c =>
        {
            await c.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true);
            return 0;
        });
        var other = await shell.Run("doctor");

        DoctorThingsTests.Line(missing.ShouldEndWith(1), $"FAIL  queues {name}").ShouldContain($"Queues:{name}:Exchange");
        DoctorThingsTests.Line(other.ShouldEndWith(1), $"FAIL  queues {name}").ShouldContain("with other properties");
    }

    [Fact]
    public async Task Events_that_nobody_takes_and_events_that_go_nowhere_are_told()
    {
        await broker.Start();
        await using var bridge = await BridgeUnderTest.Start(
            postgres,
            BridgeSetup.With([.. Settings(broker.Uri).Select(s => (s.Key, (string?)s.Value)), ("Handoff:DefaultQueue", name)]) with
            {
                Script = Handoff.LiveAgentTests.Script,
            }
        );
        await bridge.Customer().Texts("human");
        await Eventually.Holds(
            async () => await bridge.Database.Count("handoff_deliveries where state = 'published'") == 1,
            "the event is there"
        );

        var waiting = await bridge.CommandLine().Run("doctor");
        await broker.With(async c =>
        {
            await c.ExchangeDeclareAsync($"{name}-nowhere", ExchangeType.Topic, durable: true);
            return 0;
        });

        DoctorThingsTests.Line(waiting, $"warn  queues {name}").ShouldContain("1 event(s) wait at the broker and nobody takes them");

        // The same bridge, with an exchange of the operator's to which no queue is bound.
        await using var lost = await BridgeUnderTest.Start(
            postgres,
            BridgeSetup.With([
                .. Settings(broker.Uri, $"{name}-nowhere").Select(s => (s.Key, (string?)s.Value)),
                ("Handoff:DefaultQueue", name),
                ($"Queues:{name}:DeclareTopology", "false"),
            ]) with
            {
                Script = Handoff.LiveAgentTests.Script,
            }
        );
        await lost.Customer().Texts("human");
        await Eventually.Holds(
            async () => await lost.Database.Count("failures where kind = 'publish'") == 1,
            "the broker could not route it"
        );
        DoctorThingsTests.Line(await lost.CommandLine().Run("doctor"), "warn  work").ShouldContain("unroutable");
    }

    private CommandLine Shell(BridgeUnderTest bridge, string uri) =>
        Settings(uri).Aggregate(bridge.CommandLine(), (shell, setting) => shell.With(setting.Key, setting.Value));

    private Dictionary<string, string> Settings(string uri, string? exchange = null) =>
        new()
        {
            [$"Queues:{name}:Type"] = "rabbitmq",
            [$"Queues:{name}:Uri"] = uri,
            [$"Queues:{name}:Exchange"] = exchange ?? name,
        };

    private async Task<bool> Exists(Func<IChannel, Task> look)
    {
        try
        {
            return await broker.With(async c =>
            {
                await look(c);
                return true;
            });
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }
}
