using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace SmsBridge.Hosting;

/// <summary>
/// The proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, by address or network. They say from where and how a request came, for
/// limits and logs; they have no part in what a signature is checked against.
/// </summary>
internal static class TrustedProxies
{
    public static IEnumerable<string> Check(string key, IEnumerable<string> entries) =>
        entries
            .Where(e => Read(e) is null)
            .Select(e =>
                $"{key} has '{e}'. Write the address of your proxy (10.0.0.7), or its network (10.0.0.0/24, 2001:db8::/64); a network of every address there is would believe everybody."
            );

    /// <returns>Null where no proxy is trusted: then nobody's headers are read.</returns>
    public static ForwardedHeadersOptions? Options(IReadOnlyCollection<string> entries)
    {
        var networks = entries.Select(Read).OfType<IPNetwork>().ToList();
        if (networks.Count == 0)
        {
            return null; // An empty list would mean everybody to the framework.
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // From the nearest on, as many as are in the list: the first that is not is the client.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        networks.ForEach(options.KnownIPNetworks.Add);
        return options;
    }

    private static IPNetwork? Read(string? entry) =>
        entry is null ? null
        : entry.Contains('/') ? (IPNetwork.TryParse(entry, out var network) && network.PrefixLength > 0 ? network : null)
        : IPAddress.TryParse(entry, out var address) && address.ToString().Length > 0 && IsWhole(entry)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    /// <summary>To the framework <c>10</c> is an address, too.</summary>
    private static bool IsWhole(string entry) => entry.Contains(':') || entry.Count(c => c == '.') == 3;
}
