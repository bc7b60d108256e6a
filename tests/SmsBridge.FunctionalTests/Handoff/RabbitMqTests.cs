using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>What the contract says of queues of type <c>rabbitmq</c>, against a real broker, over a line that can be cut.</summary>
[Collection(TestRabbitMq.Collection)]
public sealed class RabbitMqTests(TestPostgres postgres, TestRabbitMq broker) : IAsyncLifetime
{
    private readonly string queue = $"it.{Guid.CreateVersion7():n}";
    private TcpLine line = null!;
    private BridgeUnderTest? bridge;

    public async ValueTask InitializeAsync()
    {
        await broker.Start();
        line = new TcpLine("127.0.0.1", broker.Port);
    }

    public async ValueTask DisposeAsync()
    {
        if (bridge is not null)
        {
            await bridge.DisposeAsync();
        }

        await (line?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_consumer_that_comes_before_any_event_finds_its_queue_also_after_the_connection_was_lost()
    {
        await Started();
        await Eventually.Holds(IsThere, "the queue is there soon after the start");
        await Ask(channel => channel.QueueDeleteAsync(queue));

        line.Cut();
        line.Mend();

        await Eventually.Holds(IsThere, "the queue is there again soon after the connection", TimeSpan.FromSeconds(30));

        async Task<bool> IsThere()
        {
            try
            {
                await Ask(channel => channel.QueueDeclarePassiveAsync(queue));
                return true;
            }
            catch (OperationInterruptedException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task The_topology_is_declared_and_a_message_is_as_the_contract_has_it()
    {
        var customer = await HandedOver();

        var got = await Get();

        var arrival = Arrived(got);
        (got.Exchange, got.RoutingKey).ShouldBe(("smsbridge.handoffs", $"{queue}.smsbridge.handoff.requested.v1"));
        got.BasicProperties.ContentType.ShouldBe("application/cloudevents+json");
        got.BasicProperties.MessageId.ShouldBe(arrival.Id.ToString());
        got.BasicProperties.DeliveryMode.ShouldBe(DeliveryModes.Persistent);
        Encoding.UTF8.GetString((byte[])got.BasicProperties.Headers!["threadId"]!).ShouldBe(customer.ThreadId.ToString());
        arrival.ThreadId.ShouldBe(customer.ThreadId);
        await Ask(async channel =>
        {
            // The broker refuses a declaration that differs from what is there.
            await channel.ExchangeDeclareAsync("smsbridge.handoffs", ExchangeType.Topic, durable: true);
            return await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        });
    }

    [Fact]
    public async Task A_queue_that_was_deleted_is_declared_again_and_nothing_is_lost()
    {
        var customer = await HandedOver();
        await Get();
        await Ask(channel => channel.QueueDeleteAsync(queue));

        await customer.Texts("one");

        Arrived(await Get()).Text.ShouldBe("one");
        (await Failures()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_exchange_that_was_deleted_is_declared_again_and_nothing_is_lost()
    {
        var exchange = $"ex-{queue}";
        var customer = await HandedOver(("Exchange", exchange));
        await Get();
        await Ask(async channel =>
        {
            await channel.ExchangeDeleteAsync(exchange);
            return true;
        });

        await customer.Texts("one");

        Arrived(await Get()).Text.ShouldBe("one");
        (await Failures()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_cannot_be_routed_is_a_failure_and_no_loss()
    {
        await Ask(async channel =>
        {
            await channel.ExchangeDeclareAsync($"ex-{queue}", ExchangeType.Topic, durable: true);
            return true;
        });

        await HandedOver(("Exchange", $"ex-{queue}"), ("DeclareTopology", "false"));

        (await Failure()).ShouldContain("unroutable");
    }

    [Fact]
    public async Task A_channel_that_the_broker_closes_is_a_failure_in_its_words_and_the_next_event_gets_a_new_one()
    {
        // Declaring it as a topic exchange is refused.
        await Ask(async channel =>
        {
            await channel.ExchangeDeclareAsync($"ex-{queue}", ExchangeType.Fanout, durable: true);
            return true;
        });

        var customer = await HandedOver(("Exchange", $"ex-{queue}"));

        var reason = await Failure();
        reason.ShouldContain("PRECONDITION_FAILED");
        reason.ShouldNotContain("guest:");
        await Ask(async channel =>
        {
            await channel.ExchangeDeleteAsync($"ex-{queue}");
            return true;
        });
        await customer.Texts("one");
        Arrived(await Get()).Text.ShouldBe("one");
    }

    [Fact]
    public async Task A_confirm_that_does_not_come_in_time_is_an_unknown_outcome_and_the_event_is_published_again_with_the_same_id()
    {
        var customer = await HandedOver(("ConfirmTimeout", "00:00:01"));
        await Get();

        line.Silence();
        await customer.Texts("one");
        await Waits("UnknownOutcome");
        line.Mend();

        var id = Arrived(await Get()).Id;
        await Eventually.Holds(
            async () => await bridge!.Database.Count("handoff_deliveries where state = 'pending'") == 0,
            "it is confirmed"
        );
        await Ask(async channel =>
        {
            while (await channel.BasicGetAsync(queue, autoAck: true) is { } again)
            {
                Arrived(again).Id.ShouldBe(id);
            }

            return true;
        });
    }

    [Fact]
    public async Task A_broken_connection_is_made_anew_without_a_restart()
    {
        var customer = await HandedOver();
        await Get();

        line.Cut();
        await customer.Texts("one");
        await Waits("Transient");
        line.Mend();

        Arrived(await Get()).Text.ShouldBe("one");
    }

    [Fact]
    public async Task Refused_credentials_hold_the_events_until_they_are_right()
    {
        var user = $"user-{queue}";
        await HandedOver(("Uri", TestRabbitMq.UriOf(user, "s3cret-of-the-test", line.Address.Port)));
        var reason = await Waits("Credentials");
        reason.ShouldNotContain("s3cret-of-the-test");

        await broker.Control("add_user", user, "s3cret-of-the-test");
        await broker.Control("set_permissions", user, ".*", ".*", ".*");

        Arrived(await Get()).Type.ShouldBe("smsbridge.handoff.requested.v1");
        (await Failures()).ShouldBeEmpty();
    }

    private async Task<Customer> HandedOver(params (string Key, string Value)[] settings)
    {
        await Started(settings);
        var customer = bridge!.Customer();
        await customer.Texts("human");
        await customer.Receives();
        return customer;
    }

    private async Task Started(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Handoff:DefaultQueue"] = queue,
            [$"Queues:{queue}:Type"] = "rabbitmq",
            [$"Queues:{queue}:Uri"] = TestRabbitMq.UriOf("guest", "guest", line.Address.Port),
        };
        foreach (var (key, value) in settings)
        {
            all[$"Queues:{queue}:{key}"] = value;
        }

        var script = new AgentScript("Hello.", []).On("human", "Passing on.", handoff: """{ "reason": "asked" }""");
        bridge = await BridgeUnderTest.Start(postgres, new BridgeSetup { Script = script, Settings = all });
    }

    private static Arrival Arrived(BasicGetResult got) => new(Encoding.UTF8.GetString(got.Body.Span));

    private Task<T> Ask<T>(Func<IChannel, Task<T>> work) => broker.With(work);

    private async Task<BasicGetResult> Get()
    {
        BasicGetResult? got = null;
        await Eventually.Holds(
            async () =>
                await bridge!.Database.Count("handoff_deliveries where state = 'published'") > 0 && (got = await Look()) is not null,
            $"an event in {queue}",
            TimeSpan.FromSeconds(90)
        );
        return got!;
    }

    /// <summary>Null as long as the queue is empty, or is not declared.</summary>
    private async Task<BasicGetResult?> Look()
    {
        try
        {
            return await Ask(channel => channel.BasicGetAsync(queue, autoAck: true));
        }
        catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == 404)
        {
            return null;
        }
    }

    /// <summary>Why the event waits, once it waits for this.</summary>
    private async Task<string> Waits(string category)
    {
        string? reason = null;
        await Eventually.Holds(
            async () =>
                (
                    reason = (
                        await bridge!.Database.All<string>("select reason from handoff_deliveries where category = $1", category)
                    ).FirstOrDefault()
                )
                    is not null,
            $"an event waits because of {category}"
        );
        return reason!;
    }

    private async Task<string> Failure()
    {
        await Eventually.Holds(async () => (await Failures()).Count > 0, "the event is in failures");
        return (await Failures())[0];
    }

    private async Task<List<string>> Failures() =>
        [
            .. (await bridge!.Ops.Get("/api/v1/failures"))
                .Json.GetProperty("items")
                .EnumerateArray()
                .Select(f => f.GetProperty("reason").GetString()!),
        ];
}
