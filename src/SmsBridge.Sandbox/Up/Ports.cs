using System.Net;
using System.Net.Sockets;

namespace SmsBridge.Sandbox.Up;

/// <summary>Hands out the fixed ports of the sandbox, or the next free ones, and says so.</summary>
internal sealed class Ports
{
    private const int Tries = 100;
    private readonly HashSet<int> _given = [];

    /// <summary>The address of a listener on loopback.</summary>
    public string Address(string what, int wanted)
    {
        var port = Enumerable.Range(wanted, Tries).First(candidate => !_given.Contains(candidate) && IsFree(candidate));
        _given.Add(port);
        if (port != wanted)
        {
            Console.WriteLine($"Port {wanted} is taken: the {what} uses {port}.");
        }

        return $"http://127.0.0.1:{port}";
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
