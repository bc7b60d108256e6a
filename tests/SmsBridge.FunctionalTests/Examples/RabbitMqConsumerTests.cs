using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Examples;

/// <summary>examples/rabbitmq-consumer.js as a process, at a real broker.</summary>
public sealed class RabbitMqConsumerTests(TestPostgres postgres)
{
    /// <summary>Puts three events, one of them twice, and something that is no event into the queue.</summary>
    private const string Publisher = """
        const { connect } = require("amqplib");
        (async () => {
          const connection = await connect(process.env.AMQP_URL);
          const channel = await connection.createConfirmChannel();
          await channel.assertQueue("desk", { durable: true });
          const put = (id, text) => channel.sendToQueue("desk", Buffer.from(text), { messageId: id });
          const event = (id) => JSON.stringify({ id, type: "smsbridge.handoff.message.v1", data: { handoffId: "h", customer: "c", text: `text ${id}` } });
          ["1", "2", "2"].forEach((id) => put(id, event(id)));
          put("bad", "nonsense");
          put("3", event("3"));
          await channel.waitForConfirms();
          await connection.close();
        })();
        """;

    [Fact]
    public async Task The_example_prints_each_event_once_in_order_and_leaves_nothing_in_the_queue()
    {
        NodeExample.NeedsAmqp();
        await using var broker = await Broker.Start();
        await using var publisher = await NodeExample.Start(["-e", Publisher], null, ("AMQP_URL", broker.Uri));
        (await publisher.Ends()).ShouldBe(0, string.Join('\n', publisher.Lines));

        await using var example = await Start(broker);
        await example.Says("text 3");
        await example.Terminate();

        (await example.Ends()).ShouldBe(0);
        example.Lines.Where(l => l.Contains('\t')).ShouldBe(["message\th\tc\ttext 1", "message\th\tc\ttext 2", "message\th\tc\ttext 3"]);
        example.Lines.ShouldContain(l => l.StartsWith("bad: "));
        await using var again = await Start(broker);
        await using var more = await NodeExample.Start(["-e", Publisher], null, ("AMQP_URL", broker.Uri));
        await again.Says("text 3");
        again.Lines.Count(l => l.Contains("text 1")).ShouldBe(1, "what was acknowledged does not come again");
    }

    [Fact]
    public async Task What_the_bridge_publishes_arrives_at_the_example()
    {
        NodeExample.NeedsAmqp();
        await using var broker = await Broker.Start();
        var setup = BridgeSetup.With(("Queues:desk:Type", "rabbitmq"), ("Queues:desk:Uri", broker.Uri)) with
        {
            Script = ShopSupport.Script,
        };
        await using var bridge = await BridgeUnderTest.Start(postgres, setup);
        var customer = bridge.Customer();

        await customer.Texts("I want to talk to a human");
        await customer.Receives();
        await customer.Texts("Are you there?");
        await customer.Settles();

        await using var example = await Start(broker);
        await example.Says("Are you there?");
        var printed = example.Lines.Where(l => l.Contains('\t')).Select(l => l.Split('\t')).ToList();
        printed.Select(p => p[0]).ShouldBe(["requested", "message"]);
        printed.ShouldAllBe(p => p[2] == customer.Address);
        printed[0][3].ShouldBe("customer_asked_for_a_person");
    }

    private static Task<NodeExample> Start(Broker broker) =>
        NodeExample.Start("rabbitmq-consumer.js", "waiting for events", ("AMQP_URL", broker.Uri));
}
