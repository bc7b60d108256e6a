using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>The one table from what RabbitMQ and its client say to categories. Reply codes: AMQP 0-9-1, 1.2 and RabbitMQ's access control guide.</summary>
internal static class RabbitMqErrors
{
    private const int ContentTooLarge = 311;
    private const int AccessRefused = 403;
    private const int NotFound = 404;
    private const int ResourceLocked = 405;
    private const int PreconditionFailed = 406;

    /// <summary>The virtual host is not there or not for this user, or the user has too many connections.</summary>
    private const int NotAllowed = 530;

    /// <param name="name">For people, for example <c>queue 'desk'</c>.</param>
    /// <param name="sent">Whether the event may have reached the broker.</param>
    /// <returns>Null for what is a fault of ours.</returns>
    public static Failure? Read(string name, Exception error, bool sent) =>
        error switch
        {
            PublishException { IsReturn: true } => new(
                FailureCategory.Rejected,
                $"{name}: unroutable, no queue is bound to the exchange for this routing key"
            ),
            PublishException => new(FailureCategory.Transient, $"{name}: the broker did not take responsibility for the event (nack)"),
            BrokerUnreachableException unreachable => Causes(unreachable)
                .Select(cause => Connecting(name, cause))
                .OfType<Failure>()
                .FirstOrDefault(new Failure(FailureCategory.Transient, $"{name}: the broker cannot be reached")),
            OperationInterruptedException { ShutdownReason: { } closed } => Closed(name, closed, sent),
            OperationCanceledException when sent => new(
                FailureCategory.UnknownOutcome,
                $"{name}: the broker's confirm did not come in time"
            ),
            RabbitMQClientException or IOException or TimeoutException or ObjectDisposedException or OperationCanceledException => Lost(
                name,
                sent
            ),
            _ => null,
        };

    /// <summary>Whether declaring the topology may help.</summary>
    public static bool IsMissing(Exception error) =>
        error is PublishException { IsReturn: true } or OperationInterruptedException { ShutdownReason.ReplyCode: NotFound };

    private static Failure? Connecting(string name, Exception cause) =>
        cause switch
        {
            AuthenticationFailureException => new(FailureCategory.Credentials, $"{name}: the broker refuses the user or the password"),
            OperationInterruptedException { ShutdownReason: { Initiator: ShutdownInitiator.Peer } closed } => Closed(
                name,
                closed,
                sent: false
            ),
            _ => null,
        };

    /// <summary>The broker's words name exchange, queue, virtual host or user, and no password.</summary>
    private static Failure Closed(string name, ShutdownEventArgs closed, bool sent)
    {
        var (code, reason) = ($"{closed.ReplyCode}", $"{name}: {closed.ReplyText}");
        return closed.ReplyCode switch
        {
            AccessRefused or NotAllowed => new(FailureCategory.Credentials, reason, code),
            ContentTooLarge or NotFound or ResourceLocked or PreconditionFailed => new(FailureCategory.Rejected, reason, code),
            _ => Lost(name, sent),
        };
    }

    private static Failure Lost(string name, bool sent) =>
        sent
            ? new(FailureCategory.UnknownOutcome, $"{name}: the connection to the broker broke before its confirm")
            : new(FailureCategory.Transient, $"{name}: the connection to the broker broke");

    private static IEnumerable<Exception> Causes(Exception error) =>
        error switch
        {
            AggregateException all => all.InnerExceptions.SelectMany(Causes),
            { InnerException: { } inner } => Causes(inner).Prepend(error),
            _ => [error],
        };
}
