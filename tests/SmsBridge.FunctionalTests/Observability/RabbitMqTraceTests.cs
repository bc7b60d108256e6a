using System.Text;
using RabbitMQ.Client;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Observability;

[Collection(TestRabbitMq.Collection)]
public sealed class RabbitMqTraceTests(TestPostgres postgres, TestRabbitMq broker)
{
    [Fact]
    public async Task A_message_carries_the_trace_in_its_header()
    {
        await broker.Start();
        var queue = $"traced.{Guid.CreateVersion7():n}";
        await using var traced = await TracedBridge.Start(
            postgres,
            BridgeSetup.With(($"Queues:{queue}:Type", "rabbitmq"), ($"Queues:{queue}:Uri", broker.Uri), ("Handoff:DefaultQueue", queue))
        );
        var customer = traced.Around.Customer();

        await customer.Texts("/handoff billing card_declined");

        var trace = await traced.TraceOf(customer, "publish event");
        var message = (await broker.With(channel => channel.BasicGetAsync(queue, autoAck: true))).ShouldNotBeNull();
        var header = Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers!["traceparent"]!).Split('-');
        trace.Single(s => s.Name == "publish event" && s.SpanId == header[2]).TraceId.ShouldBe(header[1]);
    }
}
