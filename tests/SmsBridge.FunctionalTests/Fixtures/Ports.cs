using System.Net;
using System.Net.Sockets;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>Free ports on loopback, from below the range that the system hands to outgoing connections, so that none takes them away.</summary>
internal static class Ports
{
    private const int First = 15_000;
    private const int Count = 15_000;
    private static int next = Random.Shared.Next(Count);

    public static string FreeAddress()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref next) % Count);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return $"http://127.0.0.1:{port}";
            }
            catch (SocketException)
            {
                // Taken by somebody else: the next one.
            }
        }
    }
}
