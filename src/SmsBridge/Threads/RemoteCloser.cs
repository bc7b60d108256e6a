using Npgsql;
using NpgsqlTypes;
using SmsBridge.Agents;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>Tells agents about conversations that ended here.</summary>
internal sealed class RemoteCloser(NpgsqlDataSource database, AgentRegistry agents, WorkTable table, ILogger<RemoteCloser> log) : IWorker
{
    private const string ReadSql = "select id, chat_conversation_id, agent from conversations where thread_id = @thread and remote_close";

    private const string DoneSql = """
        with forgotten as (delete from conversations where id = @id and thread_id = @thread and close_reason = 'erased'),
        done as (
            update conversations set remote_close = false
             where id = @id and thread_id = @thread and close_reason is distinct from 'erased' returning id, thread_id
        )
        insert into failures (id, thread_id, kind, subject_id, category, reason, attempts)
        select uuid_v7(), thread_id, 'close', id, @category, @reason, @attempts from done where @category is not null
        """;

    public string Kind => WorkKind.Close;

    public int Capacity => 32;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        Lease? current = lease;
        while (current is not null)
        {
            foreach (var (id, chatId, agent) in await Read(current.ThreadId, cancellationToken))
            {
                var failure = await Close(current, chatId, agent, cancellationToken);
                if (failure is not null && await TryPostpone(current, id, failure))
                {
                    return;
                }

                await Done(current, id, failure);
            }

            current = await table.FinishOrContinue(current, cancellationToken);
        }
    }

    private async Task<bool> TryPostpone(Lease lease, Guid conversationId, Failure failure)
    {
        var decision = Retry.Decide(failure, lease.Attempts, Random.Shared.NextDouble());
        if (decision.After is not { } after)
        {
            log.CloseGivenUp(conversationId, failure.Category, failure.Reason);
            return false;
        }

        log.ClosePostponed(conversationId, failure.Category, failure.Reason);
        await table.Postpone(lease, after, decision.Attempts(lease.Attempts), failure);
        return true;
    }

    /// <summary>A conversation that the agent does not have any more is closed.</summary>
    private async Task<Failure?> Close(Lease lease, string chatConversationId, string agentName, CancellationToken cancellationToken)
    {
        if (agents.Find(agentName) is not { } agent)
        {
            return new Failure(FailureCategory.Rejected, $"agent '{agentName}' is not configured any more");
        }

        var failure = await agent.Close(chatConversationId, lease.Term, cancellationToken);
        return failure is { Category: FailureCategory.ConversationGone } ? null : failure;
    }

    private async Task<List<(Guid Id, string ChatId, string Agent)>> Read(Guid threadId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReadSql);
        command.Parameters.AddWithValue("thread", threadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var open = new List<(Guid, string, string)>();
        while (await row.ReadAsync(cancellationToken))
        {
            open.Add((row.GetGuid(0), row.GetString(1), row.GetString(2)));
        }

        return open;
    }

    private async Task Done(Lease lease, Guid id, Failure? givenUp)
    {
        await using var command = database.CreateCommand(DoneSql);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("thread", lease.ThreadId);
        command.Parameters.AddNullable("category", NpgsqlDbType.Text, givenUp?.Category.ToString());
        command.Parameters.AddNullable("reason", NpgsqlDbType.Text, givenUp?.Reason);
        command.Parameters.AddWithValue("attempts", lease.Attempts + 1);
        await command.ExecuteNonQueryAsync();
    }
}
