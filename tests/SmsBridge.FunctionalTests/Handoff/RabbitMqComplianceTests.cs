using System.Text;
using RabbitMQ.Client;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Handoff;

[Collection(TestRabbitMq.Collection)]
public sealed class RabbitMqComplianceTests(TestPostgres postgres, TestRabbitMq broker) : QueueCompliance(postgres)
{
    private protected override async Task<QueueUnderTest> Start()
    {
        await broker.Start();
        var consumed = new Consumed(broker);
        await consumed.Declare();
        return consumed;
    }

    /// <summary>A consumer with a queue of its own; away is the killed broker, refusing a binding that is missing.</summary>
    private sealed class Consumed(TestRabbitMq broker) : QueueUnderTest
    {
        private const string Requested = "smsbridge.handoff.requested.v1";

        public override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>
            {
                ["Type"] = "rabbitmq",
                ["Uri"] = broker.Uri,
                ["Exchange"] = Name,
                ["DeclareTopology"] = "false",
            };

        public Task<bool> Declare() =>
            broker.With(async channel =>
            {
                await channel.ExchangeDeclareAsync(Name, ExchangeType.Topic, durable: true);
                await channel.QueueDeclareAsync(Name, durable: true, exclusive: false, autoDelete: false);
                await channel.QueueBindAsync(Name, Name, $"{Name}.{Requested}");
                await channel.QueueBindAsync(Name, Name, $"{Name}.#");
                return true;
            });

        public override Task<Arrival> Take() => Get(ack: true);

        public override Task<Arrival> TakeAndDie() => Get(ack: false);

        public override Task GoAway() => broker.Kill();

        public override Task ComeBack() => broker.Start();

        public override Task RefuseMessages() =>
            broker.With(async channel =>
            {
                await channel.QueueUnbindAsync(Name, Name, $"{Name}.#");
                return true;
            });

        public override Task TakeMessagesAgain() => Declare();

        public override async ValueTask DisposeAsync()
        {
            await broker.Start();
            await broker.With(async channel =>
            {
                await channel.QueueDeleteAsync(Name);
                await channel.ExchangeDeleteAsync(Name);
                return true;
            });
        }

        private async Task<Arrival> Get(bool ack)
        {
            Arrival? arrival = null;
            await Eventually.Holds(
                () =>
                    broker.With(async channel =>
                    {
                        if (await channel.BasicGetAsync(Name, autoAck: ack) is { } got)
                        {
                            arrival = new Arrival(Encoding.UTF8.GetString(got.Body.Span));
                        }

                        return arrival is not null;
                    }),
                "an event in the queue",
                TimeSpan.FromSeconds(90)
            );
            return arrival!;
        }
    }
}
