using System.Net;
using System.Net.Sockets;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>A TCP connection to some server that can be cut (refused, existing ones broken) or fall silent, and be mended.</summary>
internal sealed class TcpLine : IAsyncDisposable
{
    private readonly string host;
    private readonly int port;
    private readonly Lock gate = new();
    private readonly HashSet<Socket> open = [];
    private TaskCompletionSource flowing = Done();
    private TcpListener? listener;

    public TcpLine(string host, int port)
    {
        (this.host, this.port) = (host, port);
        Address = new Uri(Ports.FreeAddress());
        Mend();
    }

    /// <summary>Where clients connect.</summary>
    public Uri Address { get; }

    /// <summary>Breaks every connection; new ones are refused.</summary>
    public void Cut()
    {
        lock (gate)
        {
            listener?.Stop();
            listener = null;
            foreach (var socket in open)
            {
                socket.Close(0);
            }

            open.Clear();
        }
    }

    /// <summary>Connections stay open and are taken, and nothing comes through.</summary>
    public void Silence()
    {
        lock (gate)
        {
            flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Mend()
    {
        lock (gate)
        {
            flowing.TrySetResult();
            if (listener is null)
            {
                listener = new TcpListener(IPAddress.Loopback, Address.Port);
                listener.Start();
                _ = Accept(listener);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource Done()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task Accept(TcpListener from)
    {
        try
        {
            while (true)
            {
                _ = Connect(await from.AcceptSocketAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task Connect(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await far.ConnectAsync(host, port);
            lock (gate)
            {
                if (listener is null)
                {
                    near.Close(0);
                    far.Close(0);
                    return;
                }

                open.Add(near);
                open.Add(far);
            }

            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(Pump(near, far), Pump(far, near));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The far end is away, or the line was cut.
        }
        finally
        {
            lock (gate)
            {
                open.Remove(near);
                open.Remove(far);
            }

            near.Close();
            far.Close();
        }
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                await flowing.Task;
                for (var sent = 0; sent < read; )
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Either end went away.
        }
    }
}
