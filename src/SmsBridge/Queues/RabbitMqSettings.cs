using RabbitMQ.Client;

namespace SmsBridge.Queues;

internal sealed class RabbitMqSettings : IQueueSettings
{
    /// <summary><c>amqp://user:password@host:5672/vhost</c>, or <c>amqps</c> for TLS. Secret.</summary>
    public string Uri { get; set; } = "";

    /// <summary>A durable topic exchange. Events have the routing key <c>{queue}.{type}</c>.</summary>
    public string Exchange { get; set; } = "smsbridge.handoffs";

    /// <summary>Whether to declare the exchange, and a durable queue <c>{name}</c> that is bound to <c>{name}.#</c>.</summary>
    public bool DeclareTopology { get; set; } = true;

    /// <summary>Time for the connection and its handshake.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for the broker's confirm of one event. After that the event is published again, with the same id.</summary>
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public IEnumerable<string> Mistakes(string key, IReadOnlyCollection<string> siblings)
    {
        if (Uri.Length == 0)
        {
            yield return $"{key}:Uri is missing. Write amqp://user:password@host:5672/vhost, or amqps for TLS.";
        }
        else if (!IsUsable())
        {
            // Without the value, which holds a password.
            yield return $"{key}:Uri is no AMQP address. Write amqp://user:password@host:5672/vhost, special characters percent-encoded.";
        }

        if (Exchange.Length == 0)
        {
            yield return $"{key}:Exchange is empty. Name a topic exchange, or leave it out for smsbridge.handoffs.";
        }

        foreach (var (member, value) in new[] { (nameof(ConnectTimeout), ConnectTimeout), (nameof(ConfirmTimeout), ConfirmTimeout) })
        {
            if (value <= TimeSpan.Zero)
            {
                yield return $"{key}:{member} must be above zero, for example 00:00:10.";
            }
        }

        var name = key[(key.LastIndexOf(':') + 1)..];
        if (DeclareTopology && siblings.FirstOrDefault(s => name.StartsWith($"{s}.", StringComparison.Ordinal)) is { } other)
        {
            yield return $"{key}: queue '{other}' is bound to '{other}.#' and would get its events too. Rename one of them.";
        }
    }

    /// <summary>A recovery of the client's own would hide what has become of an event; every publish looks for itself.</summary>
    public ConnectionFactory Factory(string name) =>
        new()
        {
            Uri = new Uri(Uri),
            ClientProvidedName = $"smsbridge {name}",
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = ConnectTimeout,
            HandshakeContinuationTimeout = ConnectTimeout,
            ContinuationTimeout = ConfirmTimeout,
            // A broker that fell silent is noticed after two of them.
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
        };

    private bool IsUsable()
    {
        try
        {
            return new Uri(Uri) is { Scheme: "amqp" or "amqps", Host.Length: > 0 } && Factory("check") is not null;
        }
        catch (Exception error) when (error is UriFormatException or ArgumentException)
        {
            return false;
        }
    }
}
