using Npgsql;
using NpgsqlTypes;
using SmsBridge.Messages;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>What a delivery callback says.</summary>
/// <param name="Failure">Why it did not arrive; null while it may.</param>
/// <param name="Status">Null for a word that we do not know: it is recorded and changes nothing.</param>
internal sealed record DeliveryReceipt(Guid MessageId, string? Status, string Word, string? ProviderSid, Failure? Failure)
{
    /// <summary>The name of the account that says it: of other accounts' messages it has nothing to say.</summary>
    public required string Account { get; init; }

    public int? ErrorCode => int.TryParse(Failure?.Code, out var code) ? code : null;
}

/// <summary>Moves delivery states forward, never back; callbacks that come together are written together.</summary>
internal sealed class DeliveryReceipts
{
    // A callback may come before create has been answered: then it brings the provider's id. One with another id is somebody else's.
    // Texts of people are only found at first: the event for the desk needs a second statement in the same transaction, which the others do not pay for.
    private const string MoveSql = $"""
        with found as materialized (
            select m.id, m.thread_id, m.handoff_id, m.status as before, s.status, s.word, s.sid, s.code, s.category, s.reason,
                   coalesce(delivery_rank(m.status) < delivery_rank(s.status), false) as forward
              from unnest(@ids, @accounts, @statuses, @words, @sids, @codes, @categories, @reasons)
                   as s (id, account, status, word, sid, code, category, reason)
              join messages m on m.id = s.id
              join threads t on t.id = m.thread_id
             where m.direction = 'out' and (m.provider_sid is null or s.sid is null or m.provider_sid = s.sid)
               and s.account = (select n.document ->> 'twilioAccount' from numbers n
                                 where n.number in (t.number, split_part(t.number, ':', 2)) order by length(n.number) desc limit 1)
             order by m.id for update of m
        ),
        said as materialized (select * from found where @desks or handoff_id is null),
        given_up as (
            insert into failures (id, thread_id, kind, subject_id, category, reason, attempts)
            select uuid_v7(), thread_id, 'send', id, category, reason, 1 from said where forward and category is not null
        ),
        opted_out as (
            insert into work (thread_id, kind, due_at, version)
            select distinct thread_id, 'opt-out', now(), 1 from said where forward and category = 'OptedOut' order by thread_id
            {AddWork.Only}
        ),
        moved as (
            update messages m
               set provider_status = said.word,
                   provider_sid = coalesce(m.provider_sid, case when not exists (
                       select 1 from messages o where o.provider_sid = said.sid and o.thread_id = m.thread_id and o.id <> m.id) then said.sid end),
                   status = case when said.forward then said.status else m.status end,
                   error_code = case when said.forward then said.code else m.error_code end,
                   error_text = case when said.forward then said.reason else m.error_text end
              from said where m.id = said.id
            returning m.thread_id, m.id, m.handoff_id, said.before, m.status, m.error_code, m.error_text, m.traceparent
        )
        """;

    private const string FirstSql = $"{MoveSql} select id from found where handoff_id is not null";

    private const string DesksSql = MoveSql + DeliveryEvents.Sql;

    private readonly NpgsqlDataSource database;
    private readonly Batcher<DeliveryReceipt, bool> batcher;

    public DeliveryReceipts(NpgsqlDataSource database)
    {
        this.database = database;
        batcher = new(WriteBatch, maxBatch: 200);
    }

    /// <summary>Returns once the update is durable. A message that we do not have is passed over.</summary>
    public Task Apply(DeliveryReceipt update) => batcher.Write(update);

    private async Task<bool[]> WriteBatch(IReadOnlyList<DeliveryReceipt> updates)
    {
        // One update touches a row once: of several words for one message, the one that is furthest along counts.
        var furthest = updates.GroupBy(u => (u.MessageId, u.Account)).Select(g => g.MaxBy(u => Rank(u.Status))!).ToList();
        var desks = new HashSet<Guid>();
        await Effect.Run(
            database,
            [Effect.Of(FirstSql, furthest, (p, all) => Bind(p, all, desks: false), row => desks.Add(row.GetGuid(0)))]
        );
        if (desks.Count > 0)
        {
            await WriteDesks(furthest.Where(u => desks.Contains(u.MessageId)).ToList());
        }

        return new bool[updates.Count];
    }

    private async Task WriteDesks(List<DeliveryReceipt> updates)
    {
        var told = new List<HandoffEvent>();
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Effect.Run(
            connection,
            [Effect.Of(DesksSql, updates, (p, all) => Bind(p, all, desks: true), row => told.Add(DeliveryEvents.Read(row)))]
        );
        await EventOutbox.Add(connection, told);
        await transaction.CommitAsync();
    }

    private static void Bind(NpgsqlParameterCollection p, IReadOnlyCollection<DeliveryReceipt> furthest, bool desks)
    {
        p.AddWithValue("desks", desks);
        p.AddWithValue("ids", furthest.Select(u => u.MessageId).ToArray());
        p.AddWithValue("accounts", furthest.Select(u => u.Account).ToArray());
        p.AddWithValue("statuses", furthest.Select(u => u.Status).ToArray());
        p.AddWithValue("words", furthest.Select(u => u.Word).ToArray());
        p.AddWithValue("sids", furthest.Select(u => u.ProviderSid).ToArray());
        p.AddWithValue("codes", NpgsqlDbType.Array | NpgsqlDbType.Integer, furthest.Select(u => u.ErrorCode).ToArray());
        p.AddWithValue("categories", furthest.Select(u => u.Failure?.Category.ToString()).ToArray());
        p.AddWithValue("reasons", furthest.Select(u => u.Failure?.Reason).ToArray());
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
