using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Threads.Lookups;

/// <summary>Whether each lookup's server can be reached; it is asked about nobody.</summary>
internal sealed class LookupsCheck(IOptions<LookupsOptions> options) : ICheck
{
    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([
            .. options.Value.Select(l => Probe.Of(l.Key, token => Look(l.Key, new Uri(l.Value.Url), token))),
        ]);

    /// <summary>A warning: without it conversations open all the same, with fewer attributes.</summary>
    private static async Task<Finding> Look(string name, Uri url, CancellationToken cancellationToken) =>
        await Reach.Obstacle(url, cancellationToken) is { } obstacle
            ? Finding.Warn(
                $"{obstacle}; conversations open without its attributes",
                $"Check Lookups:{name}:Url, its server, and the way there: name, proxy, firewall."
            )
            : Finding.Over(url, $"{url.Scheme}://{url.Authority} can be reached; it was asked nothing");
}
