using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using SmsBridge.Queues;
using SmsBridge.Storage;
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
    // From now on the timer watches over people who leave. Without a row nothing may stay written: the thread may have moved while its handoff ended.
    private const string Sql = """
        with thread as (
            update threads t set state = 'live-agent' from handoffs h
             where h.id = @handoff and h.state in ('waiting', 'accepted') and t.id = h.thread_id and t.state in ('handover', 'live-agent')
            returning t.id, t.number, t.customer
        ),
        accepted as (
            update handoffs h
               set state = 'accepted', accepted_at = now(), accepted_by = @by, control_hash = @hash, control_until = now() + @control_for
              from thread where h.id = @handoff and h.thread_id = thread.id and h.state in ('waiting', 'accepted')
            returning h.thread_id, h.control_until
        ),
        timed as (
            insert into work (thread_id, kind, due_at, version) select thread_id, 'handoff', control_until, 1 from accepted
            on conflict (thread_id, kind) do update set due_at = excluded.due_at, lease = null, version = work.version + 1
        )
        select thread.id, thread.number, thread.customer, now(), accepted.control_until
          from thread join accepted on accepted.thread_id = thread.id
        """;

    /// <returns>Null: there is no such handoff, or it is over.</returns>
    public async Task<AcceptResponse?> Accept(Guid handoffId, string? acceptedBy, CancellationToken cancellationToken)
    {
        var token = ControlToken.New();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await Take(connection, handoffId, acceptedBy, token, cancellationToken) is not var (thread, until))
        {
            return null;
        }

        var accepted = HandoffEvent.Of(thread, handoffId, HandoffEventType.Accepted, json => json.WriteString("acceptedBy", acceptedBy));
        await HandoffOutbox.Add(connection, accepted, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        publisher.Wake();
        log.Accepted(handoffId);
        return new AcceptResponse(token, until);
    }

    private async Task<(HandoffThread Thread, DateTimeOffset Until)?> Take(
        NpgsqlConnection connection,
        Guid handoffId,
        string? acceptedBy,
        string token,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("handoff", handoffId);
        command.Parameters.AddNullable("by", NpgsqlDbType.Text, acceptedBy);
        command.Parameters.AddWithValue("hash", ControlToken.Hash(token));
        command.Parameters.AddWithValue("control_for", options.Value.ControlFor);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? (
                new HandoffThread(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3)),
                row.GetFieldValue<DateTimeOffset>(4)
            )
            : null;
    }
}
