using Npgsql;
using NpgsqlTypes;
using SmsBridge.Messages;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>What a delivery callback says.</summary>
/// <param name="Failure">Why it did not arrive; null while it may.</param>
/// <param name="Status">Null for a word that we do not know: it is recorded and changes nothing.</param>
internal sealed record DeliveryUpdate(Guid MessageId, string? Status, string Word, string? ProviderSid, Failure? Failure)
{
    public int? ErrorCode => int.TryParse(Failure?.Code, out var code) ? code : null;
}

/// <summary>Moves delivery states forward, never back; callbacks that come together are written together.</summary>
internal sealed class DeliveryStore
{
    // A callback may come before create has been answered: then it brings the provider's id. One with another id is somebody else's.
    private const string Sql =
        """
            with said as materialized (
                select m.id, m.thread_id, m.status as before, s.status, s.word, s.sid, s.code, s.category, s.reason,
                       coalesce(delivery_rank(m.status) < delivery_rank(s.status), false) as forward
                  from unnest(@ids, @statuses, @words, @sids, @codes, @categories, @reasons) as s (id, status, word, sid, code, category, reason)
                  join messages m on m.id = s.id
                 where m.direction = 'out' and (m.provider_sid is null or s.sid is null or m.provider_sid = s.sid)
                 order by m.id for update of m
            ),
            given_up as (
                insert into failures (id, thread_id, kind, subject_id, category, reason, attempts)
                select uuid_v7(), thread_id, 'send', id, category, reason, 1 from said where forward and category is not null
            ),
            opted_out as (
                insert into work (thread_id, kind, due_at, version)
                select distinct thread_id, 'opt-out', now(), 1 from said where forward and category = 'OptedOut' order by thread_id
                on conflict (thread_id, kind) do update set version = work.version + 1
            ),
            moved as (
                update messages m
                   set provider_status = said.word,
                       provider_sid = coalesce(m.provider_sid, said.sid),
                       status = case when said.forward then said.status else m.status end,
                       error_code = case when said.forward then said.code else m.error_code end,
                       error_text = case when said.forward then said.reason else m.error_text end
                  from said where m.id = said.id
                returning m.thread_id, m.id, m.handoff_id, said.before, m.status, m.error_code, m.error_text
            )
            """ + DeliveryEvents.Sql;

    private readonly NpgsqlDataSource database;
    private readonly Batcher<DeliveryUpdate, bool> batcher;

    public DeliveryStore(NpgsqlDataSource database)
    {
        this.database = database;
        batcher = new(WriteBatch, maxBatch: 200);
    }

    /// <summary>Returns once the update is durable. A message that we do not have is passed over.</summary>
    public Task Apply(DeliveryUpdate update) => batcher.Write(update);

    private async Task<bool[]> WriteBatch(IReadOnlyList<DeliveryUpdate> updates)
    {
        // One update touches a row once: of several words for one message, the one that is furthest along counts.
        var furthest = updates.GroupBy(u => u.MessageId).Select(g => g.MaxBy(u => Rank(u.Status))!).ToList();
        await using var command = database.CreateCommand(Sql);
        var p = command.Parameters;
        p.AddWithValue("ids", furthest.Select(u => u.MessageId).ToArray());
        p.AddWithValue("statuses", furthest.Select(u => u.Status).ToArray());
        p.AddWithValue("words", furthest.Select(u => u.Word).ToArray());
        p.AddWithValue("sids", furthest.Select(u => u.ProviderSid).ToArray());
        p.AddWithValue("codes", NpgsqlDbType.Array | NpgsqlDbType.Integer, furthest.Select(u => u.ErrorCode).ToArray());
        p.AddWithValue("categories", furthest.Select(u => u.Failure?.Category.ToString()).ToArray());
        p.AddWithValue("reasons", furthest.Select(u => u.Failure?.Reason).ToArray());
        await command.ExecuteNonQueryAsync();
        return new bool[updates.Count];
    }

    private static int Rank(string? status) =>
        status switch
        {
            null => -1,
            OutboundStatus.Accepted => 0,
            OutboundStatus.Sent => 1,
            _ => 2,
        };
}
