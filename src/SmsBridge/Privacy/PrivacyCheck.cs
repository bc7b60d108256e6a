using Microsoft.Extensions.Options;
using SmsBridge.Ops;

namespace SmsBridge.Privacy;

/// <summary>Whether the hashes of erased customers have a secret that is not in the database with them.</summary>
internal sealed class PrivacyCheck(IOptions<PrivacyOptions> options) : ICheck
{
    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([Probe.Of(null, _ => Task.FromResult(Look()))]);

    private Finding Look() =>
        options.Value.HashKeys.Count > 0
            ? Finding.Ok("opt-outs of erased customers are hashed under a secret of the settings")
            : Finding.Warn(
                "opt-outs of erased customers are hashed under the database's salt alone, so that a copy of the database is enough to try all numbers",
                "Set Privacy:HashKeys:0 on every instance; make one with: openssl rand -hex 32"
            );
}
