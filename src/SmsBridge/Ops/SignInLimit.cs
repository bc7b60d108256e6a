using System.Net;
using System.Net.Sockets;

namespace SmsBridge.Ops;

/// <summary>Limits wrong keys: after ten within a minute an address is refused until that minute is over, with any key.</summary>
internal sealed class SignInLimit(TimeProvider time)
{
    private const int Allowed = 10;
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, (long Since, int Failures)> failures = [];

    /// <returns>How long the address has to wait; null when it need not.</returns>
    public TimeSpan? Wait(IPAddress? address)
    {
        lock (gate)
        {
            return
                failures.TryGetValue(Source(address), out var seen)
                && seen.Failures >= Allowed
                && Left(seen.Since) is var left
                && left > TimeSpan.Zero
                ? left
                : null;
        }
    }

    public void Failed(IPAddress? address)
    {
        var source = Source(address);
        lock (gate)
        {
            if (failures.Count >= MostAddresses)
            {
                foreach (var old in failures.Where(f => Left(f.Value.Since) <= TimeSpan.Zero).Select(f => f.Key).ToList())
                {
                    failures.Remove(old);
                }
            }

            failures[source] =
                failures.TryGetValue(source, out var seen) && Left(seen.Since) > TimeSpan.Zero
                    ? (seen.Since, seen.Failures + 1)
                    : (time.GetTimestamp(), 1);
        }
    }

    private TimeSpan Left(long since) => Window - time.GetElapsedTime(since);

    /// <summary>One network of IPv6 (/64) has more addresses than anybody can count.</summary>
    private static IPAddress Source(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return address?.MapToIPv4() ?? IPAddress.None;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
