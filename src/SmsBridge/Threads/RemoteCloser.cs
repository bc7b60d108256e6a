using Npgsql;
using SmsBridge.ChatApi;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>Tells the Chat API about conversations that ended here.</summary>
internal sealed class RemoteCloser(NpgsqlDataSource database, ChatAgents agents, WorkTable table, ILogger<RemoteCloser> log) : IWorker
{
    private const string ReadSql = "select id, chat_conversation_id, agent from conversations where thread_id = @thread and remote_close";

    private const string DoneSql = "update conversations set remote_close = false where id = @id and thread_id = @thread";

    public string Kind => WorkKind.Close;

    public int Capacity => 32;

    public async Task Do(Lease lease, CancellationToken cancellationToken)
    {
        Lease? current = lease;
        while (current is not null)
        {
            foreach (var (id, chatId, agent) in await Read(current.ThreadId, cancellationToken))
            {
                if (await Close(chatId, agent, cancellationToken) is { } failure)
                {
                    var decision = Retry.Decide(failure, current.Attempts, Random.Shared.NextDouble());
                    log.ClosePostponed(id, failure.Category, failure.Reason);
                    if (decision.After is { } after)
                    {
                        await table.Postpone(current, after, current.Attempts + 1, asks: 0, failure, CancellationToken.None);
                        return;
                    }
                }

                await Done(current.ThreadId, id);
            }

            current = await table.FinishOrContinue(current, cancellationToken);
        }
    }

    /// <summary>A conversation that the Chat API does not have any more is closed.</summary>
    private async Task<Failure?> Close(string chatConversationId, string agentName, CancellationToken cancellationToken)
    {
        if (agents.Find(agentName) is not { } agent)
        {
            return new Failure(FailureCategory.Rejected, $"agent '{agentName}' is not configured any more");
        }

        var attempt = await agent.Close(chatConversationId, cancellationToken);
        return attempt.Failure is { Category: not FailureCategory.ConversationGone } failure ? failure : null;
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

    private async Task Done(Guid threadId, Guid id)
    {
        await using var command = database.CreateCommand(DoneSql);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("thread", threadId);
        await command.ExecuteNonQueryAsync();
    }
}
