using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>A bridge as a process of its own, whose telemetry arrives here: in one process it could not be told from that of other tests.</summary>
internal sealed class TracedBridge : IAsyncDisposable
{
    private TracedBridge(OtlpReceiver telemetry, BridgeOnLines bridge) => (Telemetry, Bridge) = (telemetry, bridge);

    public OtlpReceiver Telemetry { get; }

    public BridgeOnLines Bridge { get; }

    /// <summary>The first process.</summary>
    public ChildBridge Child { get; private set; } = null!;

    public BridgeUnderTest Around => Bridge.Around;

    public static async Task<TracedBridge> Start(TestPostgres postgres, BridgeSetup? setup = null)
    {
        var telemetry = await OtlpReceiver.Start();
        setup ??= BridgeSetup.Usual;
        var settings = new Dictionary<string, string?>(setup.Settings);
        foreach (var (name, value) in telemetry.Settings)
        {
            settings.TryAdd(name, value);
        }

        var bridge = await BridgeOnLines.Without(postgres, setup with { Settings = settings });
        var traced = new TracedBridge(telemetry, bridge);
        try
        {
            traced.Child = await bridge.Serve();
            return traced;
        }
        catch
        {
            await traced.DisposeAsync();
            throw;
        }
    }

    /// <summary>The trace of the text that the customer sent first, once it has these spans.</summary>
    public async Task<IReadOnlyList<Span>> TraceOf(Customer customer, params string[] names)
    {
        var text = await Around.Database.One<Guid>(
            "select id from messages where thread_id = $1 and direction = 'in' order by seq limit 1",
            customer.ThreadId
        );
        return await Telemetry.Trace(s => s.Tags.GetValueOrDefault("messaging.message.id") == $"{text}", names);
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await Telemetry.DisposeAsync();
    }
}
