using System.Diagnostics;
using System.Text;
using RabbitMQ.Client;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>Publishes to a topic exchange of RabbitMQ, persistent, mandatory and confirmed.</summary>
internal sealed class RabbitMqQueue : IHandoffQueue, IAsyncDisposable
{
    public const string Kind = "rabbitmq";

    private readonly string queue;
    private readonly string name;
    private readonly RabbitMqSettings settings;
    private readonly TimeProvider time;
    private readonly RabbitMqConnection connection;

    public RabbitMqQueue(string queue, RabbitMqSettings settings, TimeProvider time)
    {
        (this.queue, name, this.settings, this.time) = (queue, $"queue '{queue}'", settings, time);
        connection = new RabbitMqConnection(settings.Factory(queue), DeclareTopology);
    }

    /// <summary>A connection, and an event that is published twice because the topology was missing.</summary>
    public TimeSpan Timeout => settings.ConnectTimeout + (3 * settings.ConfirmTimeout);

    public static QueueKind KindIn(IServiceProvider services) =>
        QueueKind.Of<RabbitMqSettings>(
            Kind,
            (name, settings) => new RabbitMqQueue(name, settings, services.GetRequiredService<TimeProvider>())
        );

    public async Task<Failure?> Publish(HandoffEvent handoffEvent, CancellationToken cancellationToken)
    {
        var (failure, missing) = await PublishOnce(handoffEvent, cancellationToken);
        if (!missing || !settings.DeclareTopology)
        {
            return failure;
        }

        try
        {
            await DeclareTopology(await connection.Open().WaitAsync(cancellationToken));
        }
        catch (Exception error) when (RabbitMqErrors.Read(name, error, sent: false) is { } why)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return why;
        }

        return (await PublishOnce(handoffEvent, cancellationToken)).Failure;
    }

    /// <summary>Each new connection declares the topology, also one that is made because the last was lost.</summary>
    public Task Prepare(CancellationToken cancellationToken) =>
        settings.DeclareTopology ? connection.Open().WaitAsync(cancellationToken) : Task.CompletedTask;

    public Task<Finding> Examine(CancellationToken cancellationToken) => new RabbitMqCheck(queue, settings).Look(cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<(Failure? Failure, bool TopologyMissing)> PublishOnce(HandoffEvent handoffEvent, CancellationToken cancellationToken)
    {
        IChannel? channel = null;
        try
        {
            channel = await connection.Rent(cancellationToken);
            await Confirmed(channel, handoffEvent, cancellationToken);
            connection.Return(channel);
            return default;
        }
        catch (Exception error) when (RabbitMqErrors.Read(name, error, sent: channel is not null) is { } failure)
        {
            if (channel is not null)
            {
                RabbitMqConnection.Discard(channel);
            }

            // The bridge stops, or the time for all of it is over: not the broker's doing.
            cancellationToken.ThrowIfCancellationRequested();
            return (failure, RabbitMqErrors.IsMissing(error));
        }
    }

    private async Task Confirmed(IChannel channel, HandoffEvent handoffEvent, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(settings.ConfirmTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await channel.BasicPublishAsync(
            settings.Exchange,
            $"{queue}.{handoffEvent.Type}",
            mandatory: true,
            Properties(handoffEvent),
            Encoding.UTF8.GetBytes(handoffEvent.Json),
            either.Token
        );
    }

    private static BasicProperties Properties(HandoffEvent handoffEvent)
    {
        var headers = new Dictionary<string, object?> { ["threadId"] = handoffEvent.ThreadId.ToString() };
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } traceparent })
        {
            headers["traceparent"] = traceparent;
        }

        return new BasicProperties
        {
            ContentType = CloudEvents.MediaType,
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = handoffEvent.Id.ToString(),
            Headers = headers,
        };
    }

    /// <summary>Does nothing where it is there already; the broker refuses where it is there with other properties.</summary>
    private async Task DeclareTopology(IConnection open)
    {
        if (!settings.DeclareTopology)
        {
            return;
        }

        await using var channel = await open.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(settings.Exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(queue, settings.Exchange, $"{queue}.#");
    }
}
