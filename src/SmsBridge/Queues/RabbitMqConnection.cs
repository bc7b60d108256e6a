using System.Collections.Concurrent;
using RabbitMQ.Client;

namespace SmsBridge.Queues;

/// <summary>
/// One connection for one queue, made when it is needed and made anew once it is lost. A channel belongs to one publish at a time: when the
/// broker closes it, it is known which event that was about.
/// </summary>
internal sealed class RabbitMqConnection(ConnectionFactory factory, Func<IConnection, Task> onOpened) : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirming = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    private readonly Lock gate = new();
    private readonly ConcurrentBag<IChannel> idle = [];
    private Task<IConnection>? current;

    /// <summary>The open connection; while one is being made, everybody waits for the same.</summary>
    public Task<IConnection> Open()
    {
        lock (gate)
        {
            var usable = current is { IsCompleted: false } or { IsCompletedSuccessfully: true, Result.IsOpen: true };
            return usable ? current! : current = Connect(current);
        }
    }

    public async Task<IChannel> Rent(CancellationToken cancellationToken)
    {
        var connection = await Open().WaitAsync(cancellationToken);
        while (idle.TryTake(out var channel))
        {
            if (channel.IsOpen)
            {
                return channel;
            }

            Discard(channel);
        }

        return await connection.CreateChannelAsync(Confirming, cancellationToken);
    }

    public void Return(IChannel channel) => idle.Add(channel);

    /// <summary>For a channel with an unknown past. Nobody waits for a broker that may be silent.</summary>
    public static void Discard(IAsyncDisposable channelOrConnection) => _ = Dispose(channelOrConnection);

    public async ValueTask DisposeAsync()
    {
        Task<IConnection>? last;
        lock (gate)
        {
            last = current;
        }

        if (last is { IsCompletedSuccessfully: true })
        {
            await Dispose(await last);
        }
    }

    private async Task<IConnection> Connect(Task<IConnection>? previous)
    {
        await Task.Yield();
        if (previous is { IsCompletedSuccessfully: true })
        {
            Discard(await previous);
        }

        var connection = await factory.CreateConnectionAsync(CancellationToken.None);
        try
        {
            await onOpened(connection);
            return connection;
        }
        catch
        {
            Discard(connection);
            throw;
        }
    }

    private static async Task Dispose(IAsyncDisposable channelOrConnection)
    {
        try
        {
            await channelOrConnection.DisposeAsync();
        }
        catch (Exception)
        {
            // It was being left behind.
        }
    }
}
