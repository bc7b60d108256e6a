using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Queues;

/// <summary>What the database knows of every queue: whether it is stopped, and whether publishing to it is held up. The rest each kind knows of itself.</summary>
internal sealed class QueuesCheck(IOptions<QueuesOptions> options, QueueTargets targets, OperatorsDataSource database, TimeProvider time)
    : ICheck
{
    private const string Sql = """
        select (select reason from queue_stops s where s.queue = q.name),
               (select count(*) from handoff_deliveries d where d.queue = q.name and d.state = 'pending' and d.category is not null),
               (select max(reason) from handoff_deliveries d where d.queue = q.name and d.state = 'pending' and d.category is not null),
               (select count(*) from handoff_deliveries d where d.queue = q.name and d.state = 'pending')
          from (select @queue as name) q
        """;

    /// <summary>Less than the doctor's own, so that the key is named.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([
            .. options.Value.Keys.SelectMany<string, Probe>(name =>
                [new Probe(name, token => Deliveries(name, token)), Probe.Of(name, token => Examine(name, token))]
            ),
        ]);

    private async Task<IReadOnlyList<Finding>> Deliveries(string queue, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("queue", queue);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var (held, waiting) = (row.GetInt64(1), row.GetInt64(3));
        return !row.IsDBNull(0)
                ?
                [
                    Finding.Fail(
                        $"stopped: {row.GetString(0)}; {waiting} event(s) wait",
                        $"Put its receiver right, then let the queue go on: POST /api/v1/queues/{queue}/resume"
                    ),
                ]
            : held > 0
                ?
                [
                    Finding.Fail(
                        $"{held} event(s) are held up: {(row.IsDBNull(2) ? "unknown" : row.GetString(2))}",
                        $"Check Queues:{queue} and its receiver; they go on by themselves once it takes them."
                    ),
                ]
            : [];
    }

    private async Task<Finding> Examine(string queue, CancellationToken cancellationToken)
    {
        var target = targets.Find(queue)!.Queue;
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await target.Examine(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Fail(
                $"no answer within {Patience.TotalSeconds:0} s",
                $"Check the address in Queues:{queue}, its server, and the way there: name, proxy, firewall."
            );
        }
    }
}
