using SmsBridge.FunctionalTests.Fixtures;
using SmsBridge.FunctionalTests.Postgres;

[assembly: AssemblyFixture(typeof(UsualBridge))]

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>One bridge as it usually is, for several classes at the same time; started by the first test that asks.</summary>
public sealed class UsualBridge : IAsyncLifetime
{
    private readonly Lock gate = new();
    private Task<BridgeUnderTest>? bridge;

    internal Task<BridgeUnderTest> Get(TestPostgres postgres)
    {
        lock (gate)
        {
            return bridge ??= BridgeUnderTest.Start(postgres);
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (bridge is { IsCompletedSuccessfully: true })
        {
            await (await bridge).DisposeAsync();
        }
    }
}

/// <summary>
/// Tests on the one usual bridge. They take a customer of their own, name them in every fault and every question to the database, do not
/// change settings or what others see (refused credentials, a silent provider, cleared faults), and count nothing of the whole bridge.
/// Everybody else takes <see cref="BridgeTests"/>.
/// </summary>
public abstract class UsualBridgeTests(UsualBridge usual, TestPostgres postgres) : IAsyncLifetime
{
    private protected BridgeUnderTest Bridge { get; private set; } = null!;

    private protected Operator Ops => Bridge.Ops;

    private protected TestPostgres Postgres => postgres;

    public async ValueTask InitializeAsync() => Bridge = await usual.Get(postgres);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
