using Microsoft.Extensions.Options;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>The configured queues by name, opened.</summary>
internal sealed class QueueTargets : IAsyncDisposable
{
    private readonly Dictionary<string, QueueTarget> targets;

    public QueueTargets(
        IOptions<QueuesOptions> queues,
        IEnumerable<QueueKind> kinds,
        IConfiguration configuration,
        TimeProvider time,
        RemoteMetrics metrics,
        ILogger<QueueTarget> log
    )
    {
        var byType = kinds.ToDictionary(k => k.Type, StringComparer.Ordinal);
        targets = queues.Value.ToDictionary(
            q => q.Key,
            q => new QueueTarget(
                q.Key,
                byType[q.Value.Type].Open(q.Key, configuration.GetSection($"Queues:{q.Key}")),
                new Subscription(q.Value.Events),
                time,
                metrics.Watch("queue", q.Key),
                log
            ),
            StringComparer.Ordinal
        );
    }

    public IReadOnlyList<string> Names => targets.Keys.Order().ToList();

    public IEnumerable<RemoteState> States => targets.Values.Select(t => t.State);

    /// <summary>Null when the settings no longer have such a queue.</summary>
    public QueueTarget? Find(string name) => targets.GetValueOrDefault(name);

    public async ValueTask DisposeAsync()
    {
        foreach (var target in targets.Values)
        {
            await target.DisposeAsync();
        }
    }
}
