using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SmsBridge.Hosting;

/// <summary>All keys that open the API and the console: the stored ones and the one in the settings.</summary>
internal sealed class KeyRing(KeyBook stored, IOptions<OpsOptions> options)
{
    /// <summary>The name of the key in the settings; no stored one can have it.</summary>
    public const string BootstrapName = "bootstrap";

    public static KeyHolder Bootstrap { get; } = new(BootstrapName, Role.Admin, null);

    /// <returns>Null when it opens nothing.</returns>
    public async Task<KeyHolder?> Check(string key, CancellationToken cancellationToken) =>
        IsBootstrap(key) ? Bootstrap : await stored.Check(key, cancellationToken);

    /// <summary>Hashes first, so that the time tells neither content nor length.</summary>
    private bool IsBootstrap(string key) =>
        options.Value.BootstrapKey is { Length: > 0 } expected
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(key)),
            SHA256.HashData(Encoding.UTF8.GetBytes(expected))
        );
}
