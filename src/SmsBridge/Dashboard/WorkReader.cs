using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Dashboard;

/// <summary>Work of one kind that waits, or gave up, for one reason.</summary>
/// <param name="Since">Waiting: when the next of it is tried; given up: when the first of it did.</param>
internal sealed record WorkGroup(string Kind, string Category, string Reason, long Count, DateTimeOffset Since);

/// <param name="Waiting">Held up by a failure; goes on by itself.</param>
/// <param name="Overdue">Kinds of work that is due and nobody has begun: how much, and since when.</param>
/// <param name="GaveUp">Not replayed yet, of the last week.</param>
/// <param name="FailuresByHour">Of the last 24 hours, oldest first.</param>
internal sealed record WorkState(
    IReadOnlyList<WorkGroup> Waiting,
    IReadOnlyList<WorkGroup> Overdue,
    IReadOnlyList<WorkGroup> GaveUp,
    IReadOnlyList<long> FailuresByHour
);

/// <summary>What waits and what gave up, for all instances: it is all in the database.</summary>
internal sealed class WorkReader(OperatorsDataSource database)
{
    public const int Hours = 24;
    private const int Patience = 3;

    // Named kinds, so that the index on kind passes over the timers of idle conversations, of which there is one for each.
    private const string Sql = """
        (select 'waits', kind, category, coalesce(reason, ''), count(*), min(due_at) from work
          where kind = any(@busy) and category is not null
          group by 2, 3, 4 order by 5 desc limit 20)
        union all
        (select 'overdue', kind, '', '', count(*), min(due_at) from work
          where kind = any(@urgent) and due_at < now() - interval '20 seconds' and lease is null
          group by 2)
        union all
        (select 'failed', kind, category, reason, count(*), min(failed_at) from failures
          where replayed_at is null and failed_at > now() - interval '7 days'
          group by 2, 3, 4 order by 5 desc limit 20)
        union all
        (select 'hour', floor(extract(epoch from now() - failed_at) / 3600)::int::text, '', '', count(*), min(failed_at) from failures
          where failed_at > now() - interval '24 hours' group by 2)
        """;

    public async Task<WorkState> Read(CancellationToken cancellationToken)
    {
        var groups = new List<(string What, WorkGroup Group)>();
        await using var command = database.CreateCommand(Sql);
        command.CommandTimeout = Patience;
        command.Parameters.AddWithValue("busy", WorkKinds.Words(k => k.IsBusy));
        command.Parameters.AddWithValue("urgent", WorkKinds.Words(k => k.IsUrgent));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            groups.Add(
                (
                    row.GetString(0),
                    new WorkGroup(
                        row.GetString(1),
                        row.GetString(2),
                        row.GetString(3),
                        row.GetInt64(4),
                        row.GetFieldValue<DateTimeOffset>(5)
                    )
                )
            );
        }

        var hours = new long[Hours];
        foreach (var hour in Of("hour"))
        {
            hours[Hours - 1 - int.Clamp(int.Parse(hour.Kind), 0, Hours - 1)] = hour.Count;
        }

        return new WorkState(Of("waits"), Of("overdue"), Of("failed"), hours);

        List<WorkGroup> Of(string what) => groups.FindAll(g => g.What == what).ConvertAll(g => g.Group);
    }
}
