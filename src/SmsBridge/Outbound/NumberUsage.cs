using Npgsql;
using SmsBridge.Storage;

namespace SmsBridge.Outbound;

/// <summary>What one number has taken and sent, over all customers and instances. Asked only for numbers that have a limit on it.</summary>
internal sealed class NumberUsage
{
    // A text that comes up again (its turn had to wait) counts once. Texts that are judged at the same moment on several instances do not see each
    // other: so many may be too many.
    private const string TakeSql = """
        with swept as (
            delete from number_texts s using (
                select number, at, text_id from number_texts where number = @number and at < now() - interval '1 hour'
                 order by at limit 20 for update skip locked) old
             where s.number = old.number and s.at = old.at and s.text_id = old.text_id
        ),
        room as materialized (
            select count(*) < @limit as is_left from (
                select from number_texts
                 where number = @number and at > @at - interval '60 seconds' and at <= @at and text_id <> @text limit @limit) n
        ),
        taken as (
            insert into number_texts (number, at, text_id) select @number, @at, @text from room where is_left on conflict do nothing
        )
        select is_left from room
        """;

    private const string AddSql = """
        insert into number_segments as n (number, day, segments)
        select number, (now() at time zone 'utc')::date, segments from unnest(@numbers, @segments) as a (number, segments) order by number
        on conflict (number, day) do update set segments = n.segments + excluded.segments
        returning number, segments
        """;

    private const string SegmentsSql = """
        select segments from number_segments where number = @number and day = (now() at time zone 'utc')::date
        """;

    private const string AlertSql = """
        insert into ceiling_alerts (number, day, ceiling) values (@number, (now() at time zone 'utc')::date, @ceiling) on conflict do nothing
        """;

    private readonly NpgsqlDataSource database;
    private readonly Batcher<(string Number, int Segments), long> added;

    public NumberUsage(NpgsqlDataSource database)
    {
        this.database = database;
        added = new(AddBatch);
    }

    /// <returns>False when the number has taken as many texts within the 60 s before this one.</returns>
    public async Task<bool> Take(string number, DateTimeOffset at, Guid text, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(TakeSql);
        command.Parameters.AddWithValue("number", number);
        command.Parameters.AddWithValue("at", at.ToUniversalTime());
        command.Parameters.AddWithValue("text", text);
        command.Parameters.AddWithValue("limit", limit);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Counts what is about to be sent; texts that are sent together are counted by one statement.</summary>
    /// <returns>The number's segments of this UTC day before these.</returns>
    public Task<long> Add(string number, int segments) => added.Write((number, segments));

    /// <summary>The number's segments of this UTC day.</summary>
    public async Task<long> Segments(string number, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(SegmentsSql);
        command.Parameters.AddWithValue("number", number);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    /// <returns>True for the first who asks on this UTC day, on any instance.</returns>
    public async Task<bool> IsFirstAlert(string number, string ceiling, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(AlertSql);
        command.Parameters.AddWithValue("number", number);
        command.Parameters.AddWithValue("ceiling", ceiling);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private async Task<long[]> AddBatch(IReadOnlyList<(string Number, int Segments)> items)
    {
        var sums = items.GroupBy(i => i.Number, i => i.Segments).ToDictionary(g => g.Key, g => (long)g.Sum());
        await using var command = database.CreateCommand(AddSql);
        command.Parameters.AddWithValue("numbers", sums.Keys.ToArray());
        command.Parameters.AddWithValue("segments", sums.Values.ToArray());
        var before = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            before[row.GetString(0)] = row.GetInt64(1) - sums[row.GetString(0)];
        }

        return items
            .Select(i =>
            {
                var mine = before[i.Number];
                before[i.Number] += i.Segments;
                return mine;
            })
            .ToArray();
    }
}
