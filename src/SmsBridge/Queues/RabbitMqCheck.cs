using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>Whether the broker lets the bridge in, and whether exchange and queue are there as the bridge wants them. It makes nothing and publishes nothing.</summary>
internal sealed class RabbitMqCheck(string queue, RabbitMqSettings settings)
{
    private const int PreconditionFailed = 406;

    private readonly string key = $"Queues:{queue}";

    public async Task<Finding> Look(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await settings.Factory(queue).CreateConnectionAsync(cancellationToken);
            var found = await Topology(connection, cancellationToken);
            return found.Verdict == Verdict.Ok ? Finding.Over(new Uri(settings.Uri), found.What) : found;
        }
        catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == PreconditionFailed)
        {
            return Finding.Fail(
                $"exchange or queue is there with other properties: {error.ShutdownReason.ReplyText}",
                $"Remove it at the broker, or set {key}:Exchange, or {key}:DeclareTopology to false and bind a queue of your own."
            );
        }
        catch (Exception error) when (RabbitMqErrors.Read("it", error, sent: false) is { } failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Explain(failure);
        }
    }

    private Finding Explain(Failure failure) =>
        failure.Category == FailureCategory.Credentials
            ? Finding.Fail(failure.Reason, $"Correct user, password and virtual host in {key}:Uri, or the user's rights at the broker.")
            : Finding.Fail(failure.Reason, $"Check host and port in {key}:Uri, the broker, and the way there: name, firewall, TLS.");

    private async Task<Finding> Topology(IConnection connection, CancellationToken cancellationToken)
    {
        if (!await Exists(connection, c => c.ExchangeDeclarePassiveAsync(settings.Exchange, cancellationToken), cancellationToken))
        {
            return settings.DeclareTopology
                ? Finding.Ok("the broker lets the bridge in; exchange and queue are made with the first event")
                : Finding.Fail(
                    $"there is no exchange '{settings.Exchange}'",
                    $"Make it at the broker (topic, durable), correct {key}:Exchange, or set {key}:DeclareTopology to true."
                );
        }

        if (!settings.DeclareTopology)
        {
            return Finding.Ok($"exchange '{settings.Exchange}' is there; whether a queue is bound to it only the broker knows");
        }

        // Declared again as it is, it stays as it is; with other properties the broker says so.
        await Do(
            connection,
            c => c.ExchangeDeclareAsync(settings.Exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken),
            cancellationToken
        );
        return await Queue(connection, cancellationToken);
    }

    private async Task<Finding> Queue(IConnection connection, CancellationToken cancellationToken)
    {
        if (!await Exists(connection, c => c.QueueDeclarePassiveAsync(queue, cancellationToken), cancellationToken))
        {
            return Finding.Ok("the broker lets the bridge in; the queue is made with the first event");
        }

        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var found = await channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            cancellationToken: cancellationToken
        );
        return found.ConsumerCount == 0 && found.MessageCount > 0
            ? Finding.Warn(
                $"{found.MessageCount} event(s) wait at the broker and nobody takes them",
                $"Start the consumer of the broker's queue '{queue}'."
            )
            : Finding.Ok($"{found.MessageCount} event(s) wait at the broker, {found.ConsumerCount} consumer(s)");
    }

    private static async Task<bool> Exists(IConnection connection, Func<IChannel, Task> declare, CancellationToken cancellationToken)
    {
        try
        {
            await Do(connection, declare, cancellationToken);
            return true;
        }
        catch (Exception error) when (RabbitMqErrors.IsMissing(error))
        {
            return false;
        }
    }

    /// <summary>On a channel of its own, because the broker closes the one on which it refuses.</summary>
    private static async Task Do(IConnection connection, Func<IChannel, Task> declare, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await declare(channel);
    }
}
