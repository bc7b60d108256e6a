using System.Threading.Channels;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class WebhookComplianceTests(TestPostgres postgres) : QueueCompliance(postgres)
{
    private protected override async Task<QueueUnderTest> Start()
    {
        var posted = new Posted();
        await posted.ComeBack();
        return posted;
    }

    /// <summary>A receiver that says no for a while, or whose socket is closed.</summary>
    private sealed class Posted : QueueUnderTest
    {
        private readonly string address = Ports.FreeAddress();
        private readonly Channel<Arrival> taken = Channel.CreateUnbounded<Arrival>();
        private readonly Channel<Arrival> dropped = Channel.CreateUnbounded<Arrival>();
        private ScriptedServer? server;
        private volatile int dying;
        private volatile bool refusing;

        public override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>
            {
                ["Type"] = "webhook",
                ["Url"] = $"{address}/events",
                ["Secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            };

        public override async Task<Arrival> Take() => await Next(taken);

        public override async Task<Arrival> TakeAndDie()
        {
            dying = 1;
            return await Next(dropped);
        }

        public override async Task GoAway() => await server!.DisposeAsync();

        public override async Task ComeBack() => server = await ScriptedServer.Start(Answer, address);

        public override Task RefuseMessages() => Refuse(true);

        public override Task TakeMessagesAgain() => Refuse(false);

        public override async ValueTask DisposeAsync() => await server!.DisposeAsync();

        private Reply Answer(Call call)
        {
            var arrival = new Arrival(call.Body);
            if (refusing && arrival.Type == "smsbridge.handoff.message.v1")
            {
                return new Reply(422, "text/plain", "");
            }

            var dies = Interlocked.Exchange(ref dying, 0) == 1;
            (dies ? dropped : taken).Writer.TryWrite(arrival);
            return new Reply(dies ? 500 : 200, "text/plain", "");
        }

        private Task Refuse(bool on)
        {
            refusing = on;
            return Task.CompletedTask;
        }

        private static Task<Arrival> Next(Channel<Arrival> from) => from.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(90));
    }
}
