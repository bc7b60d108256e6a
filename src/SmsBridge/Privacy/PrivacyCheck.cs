using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Storage;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Privacy;

/// <summary>Whether the hashes of erased customers have a secret that is not in the database with them.</summary>
internal sealed class PrivacyCheck(OperatorsDataSource database, IOptions<PrivacyOptions> options) : ICheck
{
    private const string Sql = "select exists (select 1 from consents where customer is null)";

    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([Probe.Of(null, Look)]);

    private async Task<Finding> Look(CancellationToken cancellationToken)
    {
        if (options.Value.HashKeys.Count > 0)
        {
            return Finding.Ok("opt-outs of erased customers are hashed under a secret of the settings");
        }

        await using var command = database.CreateCommand(Sql);
        return await command.ExecuteScalarAsync(cancellationToken) is true
            ? Finding.Warn(
                "opt-outs of erased customers are hashed under the database's salt alone: a copy of the database is enough to try all numbers",
                "Set Privacy:HashKeys:0 on every instance, for those to come; make one with: openssl rand -hex 32"
            )
            : Finding.Ok("no opt-out of an erased customer is kept; Privacy:HashKeys has no secret for one yet");
    }
}
