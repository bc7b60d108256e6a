using Microsoft.Extensions.DependencyInjection;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Work;

namespace SmsBridge.FunctionalTests.Work;

/// <summary>A worker that has no room takes the next piece of work as soon as it has.</summary>
public sealed class FreedSlotTests(TestPostgres postgres)
{
    private const int Pieces = 8;

    [Fact]
    public async Task A_slot_that_gets_free_is_used_at_once_and_not_at_the_next_poll()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var services = bridge.Instances[0].Services;
        await bridge.Database.Do(
            "insert into work (thread_id, kind, due_at, version) select gen_random_uuid(), 'test', now(), 1 from generate_series(1, $1)",
            Pieces
        );
        var worker = new OneAtATime(services.GetRequiredService<WorkTable>());
        using var loop = ActivatorUtilities.CreateInstance<WorkLoop<OneAtATime>>(services, worker);
        var began = TimeProvider.System.GetTimestamp();

        await loop.StartAsync(CancellationToken.None);
        await worker.AllDone.WaitAsync(Eventually.Patience);
        var took = TimeProvider.System.GetElapsedTime(began);
        await loop.StopAsync(CancellationToken.None);

        // Waiting for the poll each time it would take seven seconds.
        took.ShouldBeLessThan(TimeSpan.FromSeconds(4));
    }

    private sealed class OneAtATime(WorkTable table) : IWorker
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int count;

        public string Kind => "test";

        public int Capacity => 1;

        public Task AllDone => done.Task;

        public async Task Do(Lease lease, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            await table.FinishOrContinue(lease, cancellationToken);
            if (++count == Pieces)
            {
                done.SetResult();
            }
        }
    }
}
