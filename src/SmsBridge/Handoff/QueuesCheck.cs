using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Ops;

namespace SmsBridge.Handoff;

/// <summary>
/// What the database knows of every queue: whether it is stopped, whether publishing to it is held up, and whether somebody takes what waits in
/// one of type <c>postgres</c>. A kind that lives elsewhere adds a check of its own.
/// </summary>
internal sealed class QueuesCheck(IOptions<QueuesOptions> options, NpgsqlDataSource database) : ICheck
{
    private const string Sql = """
        select (select reason from queue_stops s where s.queue = q.name),
               (select count(*) from handoff_deliveries d where d.queue = q.name and d.state = 'pending' and d.category is not null),
               (select max(reason) from handoff_deliveries d where d.queue = q.name and d.state = 'pending' and d.category is not null),
               (select count(*) from queue_messages m where m.queue = q.name),
               (select now() - min(created_at) from queue_messages m where m.queue = q.name)
          from (select @queue as name) q
        """;

    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(15);

    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([.. options.Value.Select(q => Probe.Of(q.Key, token => Look(q.Key, q.Value.Type, token)))]);

    private async Task<Finding> Look(string queue, string type, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("queue", queue);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var (held, waiting) = (row.GetInt64(1), row.GetInt64(3));
        var age = row.IsDBNull(4) ? TimeSpan.Zero : row.GetFieldValue<TimeSpan>(4);
        return !row.IsDBNull(0) ? Finding.Fail($"stopped: {row.GetString(0)}", "Put its receiver right, then let the queue go on.")
            : held > 0
                ? Finding.Fail(
                    $"{held} event(s) are held up: {(row.IsDBNull(2) ? "unknown" : row.GetString(2))}",
                    $"Check Queues:{queue} and its receiver."
                )
            : age > LongWait
                ? Finding.Warn(
                    $"{waiting} event(s) wait, the oldest for {Numbers.DurationConverter.Format(TimeSpan.FromSeconds((long)age.TotalSeconds))}",
                    $"Nobody takes them: check that the desk pulls from /api/v1/queues/{queue}/receive and acknowledges."
                )
            : Finding.Ok(type == PostgresQueue.Kind ? $"{type}, {waiting} event(s) wait" : $"{type}, nothing is held up");
    }
}
