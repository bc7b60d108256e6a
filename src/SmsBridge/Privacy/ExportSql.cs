namespace SmsBridge.Privacy;

/// <summary>What is held of one customer, one JSON object a row. What the agent sent stays verbatim.</summary>
internal static class ExportSql
{
    public const string Threads = $"""
        select t.id, json_build_object('id', t.id, 'number', t.number, 'customer', t.customer, 'channel', t.channel, 'state', t.state,
                   'createdAt', {CreatedAt}, 'lastMessageAt', {LastMessageAt}, 'nextAttributes', t.next_attributes)::text
          from threads t where t.customer = any(@forms) and (@number = '' or t.number = @number) order by t.id
        """;

    /// <summary>Members of a thread, each a list.</summary>
    public static readonly (string Member, string Sql)[] OfThread =
    [
        (
            "messages",
            $"""
            select json_build_object('id', m.id, 'direction', m.direction, 'author', m.author, 'text', m.text, 'status', m.status,
                       'at', {Prefix}m.at{Suffix}, 'sendAt', {Prefix}m.send_at{Suffix}, 'providerSid', m.provider_sid, 'providerStatus', m.provider_status,
                       'error', case when m.error_code is not null or m.error_text is not null
                                     then json_build_object('code', m.error_code, 'text', m.error_text) end,
                       'kind', m.kind, 'reason', m.reason, 'details', m.details, 'facts', m.facts, 'media', m.media, 'handoffId', m.handoff_id,
                       'clientMessageId', m.client_id, 'started', m.started, 'segments', m.segments)::text
              from messages m where m.thread_id = @thread order by m.seq
            """
        ),
        (
            "conversations",
            $"""
            select json_build_object('id', c.id, 'chatConversationId', c.chat_conversation_id, 'agent', c.agent, 'variantId', c.variant_id,
                       'attributes', c.attributes, 'openedAt', {Prefix}c.opened_at{Suffix}, 'closedAt', {Prefix}c.closed_at{Suffix},
                       'closeReason', c.close_reason)::text
              from conversations c where c.thread_id = @thread order by c.opened_at
            """
        ),
        (
            "handoffs",
            $"""
            select json_build_object('id', h.id, 'state', h.state, 'queue', h.queue, 'requestedAt', {Prefix}h.requested_at{Suffix},
                       'acceptedAt', {Prefix}h.accepted_at{Suffix}, 'endedAt', {Prefix}h.ended_at{Suffix}, 'endReason', h.end_reason, 'data', h.data)::text
              from handoffs h where h.thread_id = @thread order by h.requested_at
            """
        ),
        (
            "events",
            """
            select e.event::text from handoffs h join handoff_events e on e.handoff_id = h.id and e.thread_id = h.thread_id
             where h.thread_id = @thread order by e.seq
            """
        ),
        (
            "failures",
            $"""
            select json_build_object('id', f.id, 'kind', f.kind, 'subjectId', f.subject_id, 'category', f.category, 'reason', f.reason,
                       'attempts', f.attempts, 'failedAt', {Prefix}f.failed_at{Suffix}, 'replayedAt', {Prefix}f.replayed_at{Suffix})::text
              from failures f where f.thread_id = @thread order by f.failed_at
            """
        ),
    ];

    public const string Consents = $"""
        select json_build_object('at', {Prefix}e.at{Suffix}, 'scope', e.scope, 'number', e.number, 'optedOut', e.opted_out, 'how', e.how,
                   'word', e.word, 'providerSid', e.provider_sid, 'actor', e.actor)::text
          from consent_events e where e.customer_hash = any(@plains) and (@number = '' or e.number = @number) order by e.at
        """;

    /// <summary>Addresses that a provider has named as the same person's.</summary>
    public const string Links = $"""
        select json_build_object('address', case when l.customer = any(@forms) then l.other else l.customer end, 'since', {Prefix}l.learnt_at{Suffix})::text
          from customer_links l where l.customer = any(@forms) or l.other = any(@forms) order by l.learnt_at
        """;

    private const string Prefix = "to_char(";
    private const string Suffix = """ at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""";
    private const string CreatedAt = $"{Prefix}t.created_at{Suffix}";
    private const string LastMessageAt = $"{Prefix}t.last_message_at{Suffix}";
}
