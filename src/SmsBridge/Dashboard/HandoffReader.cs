using SmsBridge.Storage;

namespace SmsBridge.Dashboard;

/// <param name="Waiting">Nobody has accepted them yet.</param>
/// <param name="Oldest">Since when the first of them has waited.</param>
/// <param name="Late">Those whose pick-up deadline has passed.</param>
/// <param name="WithPeople">Accepted and not over.</param>
/// <param name="ByMinute">How many waited at the end of each of the last 60 minutes, oldest first.</param>
internal sealed record PeopleState(long Waiting, DateTimeOffset? Oldest, long Late, long WithPeople, IReadOnlyList<long> ByMinute);

/// <summary>How many customers wait for people.</summary>
internal sealed class HandoffReader(OperatorsDataSource database)
{
    private const int Patience = 3;
    private const int Most = 20_000;

    // The open ones through their own index; those that ended lately through that of the day on which they began.
    private const string Sql = """
        with recent as materialized (
            select requested_at, least(accepted_at, ended_at) as until from handoffs
             where requested_at > now() - interval '12 hours' order by requested_at desc limit @most
        )
        select (select count(*) from handoffs where state = 'waiting'),
               (select min(requested_at) from handoffs where state = 'waiting'),
               (select count(*) from handoffs where state = 'waiting' and pickup_by < now()),
               (select count(*) from handoffs where state = 'accepted'),
               array(select (select count(*) from recent r where r.requested_at <= m.at and (r.until is null or r.until > m.at))
                       from (select now() - make_interval(mins => 59 - n) as at from generate_series(0, 59) n) m order by m.at)
        """;

    public async Task<PeopleState> Read(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.CommandTimeout = Patience;
        command.Parameters.AddWithValue("most", Most);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new PeopleState(
            row.GetInt64(0),
            row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1),
            row.GetInt64(2),
            row.GetInt64(3),
            row.GetFieldValue<long[]>(4)
        );
    }
}
