using System.Net;
using System.Net.Sockets;

namespace SmsBridge.Hosting;

/// <summary>From where a request comes, as limits count it.</summary>
internal static class RemoteNetwork
{
    /// <summary>
    /// A limit keeps so many counts and no more, whoever asks: addresses share them by a hash that is another one in each process. All that may
    /// meet the limit of a neighbour are requests that are refused anyway, or have no key.
    /// </summary>
    public const int Slots = 4096;

    /// <summary>One network of IPv6 (/64) has more addresses than anybody can count, so it counts as one.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return address?.MapToIPv4() ?? IPAddress.None;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    public static int SlotOf(IPAddress? address) => (int)((uint)HashCode.Combine(Of(address)) % Slots);
}
