using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Threads;

/// <summary>A conversation about to be stored, with what was sent on create.</summary>
internal sealed record NewConversation(Conversation Conversation, string Attributes);

/// <summary>Statements and rows of the table <c>conversations</c>.</summary>
internal static class Conversations
{
    // What the agent has taken and not answered when a conversation ends, it will not answer any more.
    /// <summary>Opens a conversation in place of whatever was open, and starts its idle timer.</summary>
    public const string OpenSql = $"""
        with mine as materialized (
            select o.* from unnest(@threads, @leases, @ids, @chat_ids, @agents, @variants, @attributes, @settings, @idle_after)
                   as o (thread_id, lease, id, chat_id, agent, variant_id, attributes, settings, idle_after)
              join work w on w.thread_id = o.thread_id and w.lease = o.lease
        ),
        replaced as (
            update conversations c set closed_at = now(), close_reason = 'gone'
              from mine join threads t on t.id = mine.thread_id
             where c.thread_id = t.id and c.id = t.conversation_id and c.closed_at is null
            returning c.id, c.thread_id
        ),
        unanswered as (
            update messages m set status = 'ignored', reason = 'unanswered', asked_in = null
              from replaced where m.asked_in = replaced.id and m.thread_id = replaced.thread_id
        ),
        opened as (
            insert into conversations (id, thread_id, chat_conversation_id, agent, variant_id, attributes, settings)
            select id, thread_id, chat_id, agent, variant_id, attributes::jsonb, settings::jsonb from mine
        ),
        timed as (
            insert into work (thread_id, kind, due_at, version)
            select thread_id, 'idle', now() + idle_after, 1 from mine order by thread_id
            {AddWork.AndRetime}
        )
        update threads t set state = 'agent', conversation_id = mine.id, next_attributes = null from mine where t.id = mine.thread_id
        """;

    /// <summary>Ends open conversations; a thread that has meanwhile got another one is left alone.</summary>
    public const string CloseSql = """
        with mine as materialized (
            select e.* from unnest(@threads, @leases, @ids, @reasons, @states) as e (thread_id, lease, id, reason, state)
              join work w on w.thread_id = e.thread_id and w.lease = e.lease
        ),
        closed as (
            update conversations c set closed_at = now(), close_reason = mine.reason
              from mine where c.id = mine.id and c.thread_id = mine.thread_id and c.closed_at is null
            returning c.id, c.thread_id
        ),
        unanswered as (
            update messages m set status = 'ignored', reason = 'unanswered', asked_in = null
              from closed where m.asked_in = closed.id and m.thread_id = closed.thread_id
        )
        update threads t set state = mine.state, conversation_id = null
          from mine where t.id = mine.thread_id and t.conversation_id = mine.id
        """;

    /// <summary>Takes <c>id, chat_conversation_id, agent, settings</c>; null when one of the first two is.</summary>
    public static Conversation? Read(Columns row)
    {
        var (id, chatId, agent, settings) = (row.NextOrNull<Guid>(), row.NextText(), row.NextText(), row.NextText());
        return id is { } known && chatId is not null ? new Conversation(known, chatId, agent!, NumberJson.Read(settings!)) : null;
    }
}
