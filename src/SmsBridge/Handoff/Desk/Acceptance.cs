using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Queues;
using SmsBridge.Work;

namespace SmsBridge.Handoff.Desk;

/// <summary>People take a thread that waits for them, or that others of them have: a desk that crashed comes back, a colleague takes over.</summary>
internal sealed class Acceptance(
    NpgsqlDataSource database,
    IOptions<HandoffOptions> options,
    IWorkSignal<Publisher> publisher,
    ILogger<Acceptance> log
)
{
    /// <returns>Null: there is no such handoff, or it is over.</returns>
    public async Task<AcceptResponse?> Accept(Guid handoffId, string? acceptedBy, CancellationToken cancellationToken)
    {
        var token = ControlToken.New();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var hash = ControlToken.Hash(token);
        var controlFor = options.Value.ControlFor;
        if (await Handoffs.Accept(connection, handoffId, acceptedBy, hash, controlFor, cancellationToken) is not var (thread, until))
        {
            return null;
        }

        var accepted = HandoffEvent.Of(thread, handoffId, HandoffEventType.Accepted, json => json.WriteString("acceptedBy", acceptedBy));
        await EventOutbox.Add(connection, [accepted]);
        await transaction.CommitAsync(cancellationToken);
        publisher.Wake();
        log.Accepted(handoffId);
        return new AcceptResponse(token, until);
    }
}
