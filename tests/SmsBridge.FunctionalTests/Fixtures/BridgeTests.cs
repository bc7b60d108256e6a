using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>One bridge for all tests of a class, started by the first of them (a fixture cannot skip, a test can).</summary>
public sealed class SharedBridge(TestPostgres postgres) : IAsyncLifetime
{
    private BridgeUnderTest? bridge;

    internal async Task<BridgeUnderTest> Get(BridgeSetup setup) => bridge ??= await BridgeUnderTest.Start(postgres, setup);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bridge?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>Tests that share a bridge; each takes a customer of its own.</summary>
public abstract class BridgeTests(SharedBridge shared) : IClassFixture<SharedBridge>, IAsyncLifetime
{
    private protected BridgeUnderTest Bridge { get; private set; } = null!;

    private protected Operator Ops => Bridge.Ops;

    private protected virtual BridgeSetup Setup => BridgeSetup.Usual;

    public async ValueTask InitializeAsync() => Bridge = await shared.Get(Setup);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
