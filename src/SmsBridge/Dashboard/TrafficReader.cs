using Npgsql;
using SmsBridge.Storage;

namespace SmsBridge.Dashboard;

/// <summary>One minute. Times in milliseconds; null where no text was answered.</summary>
internal sealed record TrafficMinute(long Received, long Sent, double? Answer, double? SlowAnswer, double? Agent);

/// <summary>The last hour, oldest minute first; the last minute is not over yet.</summary>
internal sealed record Traffic(IReadOnlyList<TrafficMinute> Minutes, DateTimeOffset Begin);

/// <summary>How many texts come and go, and how long answers take.</summary>
internal sealed class TrafficReader(OperatorsDataSource database, TimeProvider time)
{
    public const int Minutes = 60;

    /// <summary>Rows of each table that are looked at. A bridge that is busier than that has metrics for it.</summary>
    private const int Most = 100_000;

    /// <summary>Seconds. The pages must not hold up what the database is there for.</summary>
    private const int Patience = 3;

    // A turn's time begins with its last text. Texts that had waited longer than the texts looked at go back count as an hour.
    private const string Sql = """
        with texts as materialized (
            select direction, at, thread_id, turn_id from messages where id >= @texts_from order by id desc limit @most
        ),
        answered as (
            select floor(extract(epoch from t.finished_at) / 60)::bigint as minute, t.agent_ms,
                   coalesce(extract(epoch from t.finished_at - m.at) * 1000, 3600000) as whole_ms
              from (select * from turns where id >= @turns_from order by id desc limit @most) t
              left join (select turn_id, thread_id, max(at) as at from texts where direction = 'in' and turn_id is not null group by 1, 2) m
                on m.turn_id = t.id and m.thread_id = t.thread_id
             where t.outcome = 'answered'
        )
        select minute, sum(received)::bigint, sum(sent)::bigint, max(p50), max(p95), max(agent)
          from (select floor(extract(epoch from at) / 60)::bigint as minute, count(*) filter (where direction = 'in') as received,
                       count(*) filter (where direction = 'out') as sent, null::float8 as p50, null::float8 as p95, null::float8 as agent
                  from texts group by 1
                union all
                select minute, 0, 0, percentile_cont(0.5) within group (order by whole_ms)::float8,
                       percentile_cont(0.95) within group (order by whole_ms)::float8,
                       percentile_cont(0.5) within group (order by agent_ms)::float8
                  from answered group by 1) both_of_them
         group by minute
        """;

    public async Task<Traffic> Read(CancellationToken cancellationToken)
    {
        var last = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        var first = last - Minutes + 1;
        var begin = DateTimeOffset.FromUnixTimeSeconds(first * 60);
        var minutes = new TrafficMinute[Minutes];
        Array.Fill(minutes, new TrafficMinute(0, 0, null, null, null));
        await using var command = database.CreateCommand(Sql);
        command.CommandTimeout = Patience;
        command.Parameters.AddWithValue("texts_from", TimeId.From(begin.AddHours(-1)));
        command.Parameters.AddWithValue("turns_from", TimeId.From(begin));
        command.Parameters.AddWithValue("most", Most);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            if (row.GetInt64(0) - first is >= 0 and < Minutes and var at)
            {
                minutes[at] = new TrafficMinute(row.GetInt64(1), row.GetInt64(2), Number(row, 3), Number(row, 4), Number(row, 5));
            }
        }

        return new Traffic(minutes, begin);
    }

    private static double? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
