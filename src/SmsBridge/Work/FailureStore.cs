using SmsBridge.Storage;

namespace SmsBridge.Work;

/// <summary>Gives work that gave up another try, from the step at which it stopped.</summary>
internal sealed class FailureStore(OperatorsDataSource database)
{
    // The text waits again, behind nothing but what is older; the thread gets work again, whose row is locked first, as everybody does. A failure is
    // replayed once: the next try has its own. A text of which nobody knows whether it was sent is looked for before it is sent again; one
    // that was answered, with a reply that had to be cut, is not asked again.
    private const string ReplaySql = $"""
        with open as materialized (
            select thread_id, kind from failures where id = @id and replayed_at is null and kind = any(@kinds)
        ),
        added as (
            insert into work (thread_id, kind, due_at, version) select thread_id, kind, now(), 1 from open
            {AddWork.AndWake}, attempts = 0
            returning thread_id
        ),
        failure as (
            update failures f set replayed_at = now() from added where f.id = @id and f.thread_id = added.thread_id and f.replayed_at is null
            returning f.thread_id, f.kind, f.subject_id, f.category
        ),
        revived as (
            update messages m
               set pending = true, error_code = null, error_text = null,
                   status = case when f.kind = 'turn' then 'received' when f.category = @unknown and m.provider_sid is null then 'unknown' else 'queued' end,
                   provider_sid = case f.kind when 'turn' then m.provider_sid end,
                   attempted_at = case f.kind when 'turn' then null else coalesce(m.attempted_at, m.send_at, m.at) end
              from failure f where m.id = f.subject_id and m.thread_id = f.thread_id and not m.pending
               and (f.kind = 'turn' and m.status = 'failed' or f.kind = 'send')
               and m.seq > (select t.blanked_to from threads t where t.id = m.thread_id)
        ),
        reopened as (
            update conversations c set remote_close = true
              from failure f where c.id = f.subject_id and c.thread_id = f.thread_id and f.kind = 'close'
        ),
        republished as (
            update handoff_deliveries d
               set state = 'pending', due_at = now(), attempts = 0, category = null, reason = null, created_at = now(), published_at = null
              from failure f where d.id = f.subject_id and d.thread_id = f.thread_id and f.kind = 'publish' and d.state = 'failed'
            returning d.event_id, d.thread_id
        ),
        unpublished as (
            update handoff_events e set published_at = null
              from republished r where e.id = r.event_id and e.thread_id = r.thread_id
        )
        select kind from failure
        """;

    /// <returns>The kind of the work that goes on; null when the failure was replayed before.</returns>
    public async Task<string?> Replay(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReplaySql);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("kinds", WorkKinds.Words(k => k.IsReplayable));
        command.Parameters.AddWithValue("unknown", nameof(FailureCategory.UnknownOutcome));
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
