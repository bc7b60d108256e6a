using Npgsql;
using NpgsqlTypes;
using SmsBridge.Handoff;
using SmsBridge.Outbound;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>Ends what is open in a thread, in one transaction: its conversation, for the Chat API to be told, and its handoff, for the desk.</summary>
internal sealed class ThreadCloser(
    NpgsqlDataSource database,
    OutboundQueue outbound,
    IWorkSignal<RemoteCloser> closer,
    IWorkSignal<Publisher> publisher,
    IWorkSignal<TurnWorker> turns
)
{
    // The guard for idle closing stands here, so that a text that comes at the same moment keeps the conversation, as does one whose answer
    // takes longer than the customer's silence may last.
    private const string MoveSql = """
        update threads t set state = @state, conversation_id = null
          from (select id, conversation_id from threads where id = @thread for update) before
         where t.id = before.id and (t.state in ('agent', 'handover', 'live-agent') or @state = 'opted-out')
           and (@silent_for is null or (t.state = 'agent' and t.last_text_at <= now() - @silent_for
                and not exists (select 1 from messages m where m.thread_id = t.id and m.pending and m.direction = 'in')))
           and (@warned_for is null or exists (select 1 from conversations c
                 where c.id = t.conversation_id and c.thread_id = t.id and c.warned_for = t.last_text_at and c.warned_at <= now() - @warned_for))
        returning before.conversation_id, t.number, t.customer, now()
        """;

    private const string ConversationSql = $"""
        with closed as (
            update conversations set closed_at = now(), close_reason = @reason, remote_close = true
             where id = @conversation and thread_id = @thread and closed_at is null returning id, thread_id
        ),
        unanswered as (
            update messages m set status = 'ignored', reason = 'unanswered', asked_in = null
              from closed where m.asked_in = closed.id and m.thread_id = closed.thread_id
        )
        insert into work (thread_id, kind, due_at, version) select thread_id, 'close', now(), 1 from closed
        {AddWork.Only}
        """;

    /// <returns>False when nothing was open, or it is not as the end demands: then nothing has changed.</returns>
    public async Task<bool> Close(ThreadEnd end, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (end.SilentFor is null)
        {
            await ThreadWork.RevokeTurn(connection, end.ThreadId, cancellationToken);
        }

        var sends = await Close(connection, end, cancellationToken);
        if (sends is null)
        {
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        Wake(sends);
        return true;
    }

    /// <summary>Call it after the commit.</summary>
    public void Wake(QueuedTexts sends)
    {
        sends.Start();
        closer.Wake();
        publisher.Wake();
        turns.Wake();
    }

    /// <summary>The same within a transaction that has taken the turn away already, and does more.</summary>
    /// <returns>Null: nothing has changed.</returns>
    public async Task<QueuedTexts?> Close(NpgsqlConnection connection, ThreadEnd end, CancellationToken cancellationToken)
    {
        if (await Move(connection, end, cancellationToken) is not var (thread, conversation))
        {
            return null;
        }

        var handoff = await HandoffEnd.Write(connection, end, thread, cancellationToken);
        if (handoff is null && end.Handoff is not null)
        {
            return null;
        }

        if (conversation is { } open)
        {
            await CloseConversation(connection, end.ThreadId, open, end.Reason, cancellationToken);
        }

        var sends = outbound.Queue(end.ThreadId, end.Texts);
        await Effect.Run(connection, [sends.Effect]);
        if (handoff is { } ended)
        {
            // Last, as everybody does: the publisher's work is what callbacks and sends wait for while they hold messages.
            await EventOutbox.Add(connection, [HandoffEnd.Event(end, thread, ended)]);
        }

        return sends;
    }

    /// <summary>Within a transaction that takes the conversation from its thread. Wake the remote closer after the commit.</summary>
    public static async Task CloseConversation(
        NpgsqlConnection connection,
        Guid threadId,
        Guid conversationId,
        string reason,
        CancellationToken cancellationToken
    )
    {
        await using var close = new NpgsqlCommand(ConversationSql, connection);
        close.Parameters.AddWithValue("thread", threadId);
        close.Parameters.AddWithValue("conversation", conversationId);
        close.Parameters.AddWithValue("reason", reason);
        await close.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<(HandoffThread Thread, Guid? Conversation)?> Move(
        NpgsqlConnection connection,
        ThreadEnd end,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(MoveSql, connection);
        command.Parameters.AddWithValue("thread", end.ThreadId);
        command.Parameters.AddWithValue("state", end.NewState);
        command.Parameters.AddNullable("silent_for", NpgsqlDbType.Interval, end.SilentFor);
        command.Parameters.AddNullable("warned_for", NpgsqlDbType.Interval, end.WarnedFor);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? (
                new HandoffThread(end.ThreadId, row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3)),
                row.IsDBNull(0) ? null : row.GetGuid(0)
            )
            : null;
    }
}
