using Npgsql;
using SmsBridge.Queues;
using SmsBridge.Work;

namespace SmsBridge.Dashboard;

/// <param name="Traffic">Null: the database took too long to count.</param>
/// <param name="Checkup">Null: the checks run for the first time.</param>
internal sealed record OverviewModel(
    IReadOnlyList<Trouble> Troubles,
    Traffic? Traffic,
    WorkState Work,
    PeopleState People,
    IReadOnlyList<RemoteState> Providers,
    IReadOnlyList<QueueView> Queues,
    CheckupResult? Checkup
);

/// <summary>Reads the overview; all who look at it at an instance share one reading.</summary>
internal sealed class OverviewReader(
    TrafficReader traffic,
    WorkReader work,
    HandoffReader handoffs,
    QueueReader queues,
    TroubleFinder troubles,
    Checkup checkup,
    TimeProvider time
) : IDisposable
{
    /// <summary>The first look at the overview should tell what the checks find, and not take long.</summary>
    private static readonly TimeSpan CheckupPatience = TimeSpan.FromSeconds(1.5);

    private readonly Remembered<Figures> counted = new(
        time,
        TimeSpan.FromSeconds(3),
        async token =>
        {
            var (texts, state, people, waiting) = (Traffic(traffic, token), work.Read(token), handoffs.Read(token), queues.All(token));
            await Task.WhenAll(texts, state, people, waiting);
            return new Figures(await texts, await state, await people, await waiting);
        }
    );

    public async Task<OverviewModel> Read(CancellationToken cancellationToken)
    {
        var found = await checkup.Get(CheckupPatience, cancellationToken);
        var figures = await counted.Get(cancellationToken);
        return new OverviewModel(
            troubles.Find(figures.Work, figures.People, figures.Queues, found),
            figures.Traffic,
            figures.Work,
            figures.People,
            troubles.Providers,
            figures.Queues,
            found
        );
    }

    public void Dispose() => counted.Dispose();

    private static async Task<Traffic?> Traffic(TrafficReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.Read(cancellationToken);
        }
        catch (NpgsqlException error) when (error.InnerException is TimeoutException)
        {
            return null;
        }
    }

    private sealed record Figures(Traffic? Traffic, WorkState Work, PeopleState People, List<QueueView> Queues);
}
