using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class PostgresComplianceTests(TestPostgres postgres) : QueueCompliance(postgres)
{
    private protected override Task<QueueUnderTest> Start() => Task.FromResult<QueueUnderTest>(new Pulled());

    /// <summary>A desk that pulls; away is the database that holds the queue.</summary>
    private sealed class Pulled : QueueUnderTest
    {
        private readonly CancellationTokenSource refusing = new();
        private BridgeOnLines bridge = null!;
        private Task refused = Task.CompletedTask;

        public override IReadOnlyDictionary<string, string?> Settings { get; } =
            new Dictionary<string, string?> { ["Type"] = "postgres", ["MaxDeliveries"] = "3" };

        private Desk Desk => new(bridge.Around.Ops, Name);

        public override void Connect(BridgeOnLines bridge) => this.bridge = bridge;

        public override async Task<Arrival> Take() => new((await Desk.Take()).Event.GetRawText());

        public override async Task<Arrival> TakeAndDie() => new((await Desk.Next(leaseSeconds: 1)).Event.GetRawText());

        public override Task GoAway()
        {
            bridge.Postgres.Cut();
            return Task.CompletedTask;
        }

        public override async Task ComeBack()
        {
            bridge.Postgres.Mend();
            await Eventually.Holds(async () => (await bridge.Around.Ops.Get("/health/ready")).Status == 200, "the database is back");
        }

        public override Task RefuseMessages()
        {
            refused = Refuse(refusing.Token);
            return Task.CompletedTask;
        }

        public override async Task TakeMessagesAgain()
        {
            await refusing.CancelAsync();
            await refused;
        }

        public override async ValueTask DisposeAsync()
        {
            await TakeMessagesAgain();
            refusing.Dispose();
        }

        private async Task Refuse(CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                foreach (var delivery in await Desk.Receive(waitSeconds: 1))
                {
                    await Desk.Nack(delivery.Id);
                }
            }
        }
    }
}
