using System.Text;
using Npgsql;
using SmsBridge.Storage;

namespace SmsBridge.Queues;

/// <summary>An event that has its place in the stream of all events.</summary>
/// <param name="Frame">The event as server-sent events carry it, in UTF-8.</param>
internal sealed record PlacedEvent(long Position, Guid HandoffId, byte[] Frame);

/// <summary>
/// Gives events their places and reads them by place. Events of many threads commit in any order, so the order of their numbers (<c>seq</c>) would let
/// a reader pass one that commits late. A place is given after the commit, by one instance at a time: what stands before it is visible for good.
/// </summary>
internal sealed class EventStreamReader(NpgsqlDataSource database)
{
    private const int PlacedAtOnce = 500;

    private const string LockSql = $"select pg_advisory_xact_lock({AdvisoryLocks.EventPlaces})";

    // A statement of its own: what it sees must be younger than the lock. The inner order is the order of the places, and of the locks on the rows.
    private const string PlaceSql = """
        update handoff_events e set position = placed.position
          from (select u.id, u.thread_id, nextval('handoff_event_positions') as position
                  from (select id, thread_id from handoff_events where position is null order by seq limit @limit for no key update) u) placed
         where e.id = placed.id and e.thread_id = placed.thread_id
        """;

    private const string LastSql = """
        select exists (select from handoff_events where position is null),
               coalesce((select position from handoff_events where position is not null order by position desc limit 1), 0)
        """;

    private const string BetweenSql = """
        select position, handoff_id, type, event from handoff_events
         where position > @after and position <= @upto order by position limit @limit
        """;

    private const string BetweenOfOneSql = """
        select position, handoff_id, type, event from handoff_events
         where handoff_id = @handoff and position > @after and position <= @upto order by position limit @limit
        """;

    private const string ExistsSql = "select exists (select from handoffs where id = @id)";

    /// <summary>The last place, once every event that has been committed by now has one.</summary>
    public async Task<long> Last(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (unplaced, last) = await Look(cancellationToken);
            if (!unplaced)
            {
                return last;
            }

            await Place(cancellationToken);
        }
    }

    /// <summary>The events after one place up to another, in order.</summary>
    /// <param name="handoffId">Null: those of all handoffs.</param>
    public async Task<List<PlacedEvent>> Between(long after, long upTo, Guid? handoffId, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(handoffId is null ? BetweenSql : BetweenOfOneSql);
        command.Parameters.AddWithValue("after", after);
        command.Parameters.AddWithValue("upto", upTo);
        command.Parameters.AddWithValue("limit", limit);
        if (handoffId is { } id)
        {
            command.Parameters.AddWithValue("handoff", id);
        }

        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<PlacedEvent>();
        while (await row.ReadAsync(cancellationToken))
        {
            var position = row.GetInt64(0);
            events.Add(new PlacedEvent(position, row.GetGuid(1), Frame(position, row.GetString(2), row.GetString(3))));
        }

        return events;
    }

    public async Task<bool> Exists(Guid handoffId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ExistsSql);
        command.Parameters.AddWithValue("id", handoffId);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<(bool Unplaced, long Last)> Look(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(LastSql);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetBoolean(0), row.GetInt64(1));
    }

    /// <summary>One batch is one transaction and one round trip.</summary>
    private async Task Place(CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LockSql));
        var place = new NpgsqlBatchCommand(PlaceSql);
        place.Parameters.AddWithValue("limit", PlacedAtOnce);
        batch.BatchCommands.Add(place);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Between the tokens of JSON a line break means nothing, and inside a string there is none: a space stands for it, so that data is one line.</summary>
    private static byte[] Frame(long position, string type, string json) =>
        Encoding.UTF8.GetBytes($"id: {position}\nevent: {type}\ndata: {json.Replace('\r', ' ').Replace('\n', ' ')}\n\n");
}
