using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Admin;

/// <summary>Whether anybody can use the API, and whose key runs out soon.</summary>
internal sealed class KeysCheck(KeyStore store, IOptions<OpsOptions> ops, TimeProvider time) : ICheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([new Probe(null, Look)]);

    private async Task<IReadOnlyList<Finding>> Look(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keys = (await store.List(null, int.MaxValue, cancellationToken)).FindAll(k => k.RevokedAt is null);
        var inForce = keys.FindAll(k => k.ExpiresAt is null || k.ExpiresAt > now);
        var bootstrap = ops.Value.BootstrapKey is { Length: > 0 };
        if (inForce.Count == 0 && !bootstrap)
        {
            return [Finding.Fail("nobody can use the API", "Make a key: smsbridge keys create NAME --role admin")];
        }

        return
        [
            bootstrap || inForce.Exists(k => k.Role == Role.Admin.Name())
                ? Finding.Ok($"{inForce.Count} in force{(bootstrap ? ", and Ops:BootstrapKey" : "")}")
                : Finding.Warn(
                    $"{inForce.Count} in force, none of them with the role admin: nobody can make or revoke keys over the API",
                    "Make one: smsbridge keys create NAME --role admin"
                ),
            .. inForce
                .Where(k => k.ExpiresAt < now + Soon)
                .Select(k =>
                    Finding.Warn(
                        $"'{k.Name}' expires at {k.ExpiresAt:yyyy-MM-dd HH:mm}Z",
                        "Make its successor: smsbridge keys create NAME --role …"
                    )
                ),
        ];
    }
}
