using Npgsql;
using SmsBridge.Agents;
using SmsBridge.Handoff;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>
/// What an agent says of its own accord (<see cref="AgentTraits.SpeaksUnasked"/>): late answers, and what nobody asked. It counts while the agent has the
/// thread in the conversation in which it speaks; after that it is dropped.
/// </summary>
internal sealed class AgentVoice(
    NpgsqlDataSource database,
    OutboundQueue outbound,
    HandoffWriter handoffs,
    BridgeTexts words,
    TurnSteps steps,
    ThreadCloser closer
)
{
    private const string ReadSql = """
        select t.id, t.number, c.id, c.chat_conversation_id, c.agent, c.settings
          from conversations c join threads t on t.id = c.thread_id and t.conversation_id = c.id
         where c.id = @conversation and t.state = 'agent'
        """;

    private const string LockSql = """
        select 1 from threads where id = @thread and conversation_id = @conversation and state = 'agent' for update
        """;

    /// <summary>
    /// One transaction: the texts that the agent had taken are answered, its replies are in line, its handoff has begun, its end of the conversation is
    /// kept. A turn that runs goes on, but for one that the handoff or the end has overtaken.
    /// </summary>
    /// <param name="conversationId">The bridge's own id.</param>
    /// <returns>False: the agent does not have the thread any more, or not in this conversation. Nothing is said.</returns>
    public async Task<bool> Say(Guid conversationId, AgentReply reply, CancellationToken cancellationToken)
    {
        if (await Read(conversationId, cancellationToken) is not var (threadId, number, conversation))
        {
            return false;
        }

        var said = Said.Of(reply, number, conversation, words.Handoff(conversation.Settings));
        return said is { Handoff: null, Close: null }
            ? await Add(threadId, conversation, said, cancellationToken)
            : await TakeStep(threadId, conversation, said, cancellationToken);
    }

    private async Task<bool> Add(Guid threadId, Conversation conversation, Said said, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ThreadWork.WaitForTurn(connection, threadId, cancellationToken);
        await using (var held = new NpgsqlCommand(LockSql, connection))
        {
            held.Parameters.AddWithValue("thread", threadId);
            held.Parameters.AddWithValue("conversation", conversation.Id);
            if (await held.ExecuteScalarAsync(cancellationToken) is null)
            {
                return false;
            }
        }

        var sends = outbound.Queue(threadId, said.Replies);
        await Effect.Run(connection, [TurnStore.Answer([(threadId, null, conversation.Id)]), sends.Effect]);
        await transaction.CommitAsync(cancellationToken);
        closer.Wake(sends);
        return true;
    }

    private Task<bool> TakeStep(Guid threadId, Conversation conversation, Said said, CancellationToken cancellationToken) =>
        steps.Take(
            threadId,
            async (thread, result) =>
            {
                if (thread.Conversation!.Id != conversation.Id)
                {
                    return null;
                }

                result = result with { Answers = conversation.Id, Replies = said.Replies, Close = said.Close };
                if (said.Handoff is not { } cause)
                {
                    return result;
                }

                var made = await handoffs.Write(thread, conversation, cause, said.Replies, cancellationToken);
                return result with { Handoff = made, Event = made.Requested };
            },
            cancellationToken
        );

    private async Task<(Guid ThreadId, string Number, Conversation Conversation)?> Read(
        Guid conversationId,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(ReadSql);
        command.Parameters.AddWithValue("conversation", conversationId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? (
                row.GetGuid(0),
                row.GetString(1),
                new Conversation(row.GetGuid(2), row.GetString(3), row.GetString(4), NumberJson.Read(row.GetString(5)))
            )
            : null;
    }
}
