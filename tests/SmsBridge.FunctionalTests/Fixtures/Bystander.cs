using System.Net;
using System.Net.Sockets;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>Somebody in the network whom the bridge has no business with; counts who connects.</summary>
internal sealed class Bystander : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public Bystander() => listener.Start();

    /// <summary>With a slash at its end.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";

    /// <summary>A connection waits to be taken.</summary>
    public bool WasCalled => listener.Pending();

    public void Dispose() => listener.Dispose();
}
