using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.Work;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>One instance of the bridge in this process, on real sockets.</summary>
internal sealed class BridgeInstance : IAsyncDisposable
{
    private readonly WebApplication app;

    private BridgeInstance(WebApplication app, string publicAddress, string opsAddress)
    {
        this.app = app;
        PublicAddress = publicAddress;
        OpsAddress = opsAddress;
        Ops = new Operator(opsAddress, BridgeSettings.Key);
    }

    public string PublicAddress { get; }

    public string OpsAddress { get; }

    public string Webhook => $"{PublicAddress}/twilio/inbound";

    public Operator Ops { get; }

    public IServiceProvider Services => app.Services;

    /// <param name="settings">By the instance's two addresses, the public one first.</param>
    public static async Task<BridgeInstance> Start(
        Func<string, string, Dictionary<string, string?>> settings,
        bool migrate = true,
        TimeSpan? lease = null,
        Action<IServiceCollection>? services = null
    )
    {
        var (publicAddress, opsAddress) = (Ports.FreeAddress(), Ports.FreeAddress());
        var built = BridgeHost.Build(
            [],
            c => c.AddInMemoryCollection(settings(publicAddress, opsAddress)),
            times: lease is null ? null : new WorkTimes { Usual = lease.Value },
            services: services
        );
        try
        {
            if (migrate)
            {
                await BridgeHost.Migrate(built.Services, CancellationToken.None);
            }

            await built.StartAsync();
            return new BridgeInstance(built, publicAddress, opsAddress);
        }
        catch
        {
            await built.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops at once: what is still under way after a second is cut off.</summary>
    public ValueTask DisposeAsync() => Stop(TimeSpan.FromSeconds(1));

    public async ValueTask Stop(TimeSpan within)
    {
        Ops.Dispose();
        using var limit = new CancellationTokenSource(within);
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }
}
