using System.Net.Sockets;
using System.Text;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>What came back over a bare connection.</summary>
/// <param name="Closed">The server ended the connection.</param>
internal sealed record RawAnswer(string Text, bool Closed)
{
    /// <summary>Of the first answer; null where nothing came, or no HTTP.</summary>
    public int? Status =>
        Text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && int.TryParse(Text.AsSpan(9, 3), out var status) ? status : null;

    public int Answers => Text.Split("HTTP/1.1 ").Length - 1;
}

/// <summary>A client that sends just these bytes, however wrong they are.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawHttp() { }

    public static async Task<RawHttp> Connect(string address)
    {
        var url = new Uri(address);
        var raw = new RawHttp();
        await raw.socket.ConnectAsync(url.Host, url.Port);
        return raw;
    }

    /// <summary>One connection: sends, reads until it is silent, then goes away and reads on to its end.</summary>
    public static async Task<RawAnswer> Exchange(string address, byte[] request, int silenceMilliseconds = 1000)
    {
        try
        {
            using var raw = await Connect(address);
            await raw.Send(request);
            var answer = await raw.Read(TimeSpan.FromMilliseconds(silenceMilliseconds));
            if (answer.Closed)
            {
                return answer;
            }

            raw.EndSending();
            var rest = await raw.Read(TimeSpan.FromSeconds(20));
            return rest with { Text = answer.Text + rest.Text };
        }
        catch (SocketException)
        {
            return new RawAnswer("", true);
        }
    }

    public static Task<RawAnswer> Exchange(string address, string request) => Exchange(address, Encoding.Latin1.GetBytes(request));

    public async Task Send(byte[] bytes)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length; )
            {
                sent += await socket.SendAsync(bytes.AsMemory(sent));
            }
        }
        catch (SocketException)
        {
            // The server has heard enough.
        }
    }

    public Task Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    /// <summary>Reads until the server closes, or nothing has come for so long.</summary>
    public async Task<RawAnswer> Read(TimeSpan patience)
    {
        var (read, buffer) = (new StringBuilder(), new byte[16 * 1024]);
        try
        {
            while (true)
            {
                using var limit = new CancellationTokenSource(patience);
                var count = await socket.ReceiveAsync(buffer, limit.Token);
                if (count == 0)
                {
                    return new(read.ToString(), true);
                }

                read.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            return new(read.ToString(), true);
        }
        catch (OperationCanceledException)
        {
            return new(read.ToString(), false);
        }
    }

    public void Dispose() => socket.Dispose();

    private void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Closed already.
        }
    }
}
