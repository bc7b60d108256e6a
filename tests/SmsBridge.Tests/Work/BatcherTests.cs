using System.Collections.Concurrent;
using Npgsql;
using SmsBridge.Storage;
using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class BatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_lone_item_is_written_at_once_and_alone()
    {
        var batches = new ConcurrentQueue<int>();
        var batcher = new Batcher<int, int>(items => Write(batches, items));
        (await batcher.Write(7).WaitAsync(Patience)).ShouldBe(70);
        batches.ShouldBe([1]);
    }

    [Fact]
    public async Task Items_that_come_while_a_batch_is_written_go_together_in_order_up_to_the_limit()
    {
        var first = new TaskCompletionSource();
        var batches = new ConcurrentQueue<IReadOnlyList<int>>();
        var batcher = new Batcher<int, int>(
            async items =>
            {
                batches.Enqueue(items.ToList());
                await first.Task;
                return items.Select(i => i * 10).ToArray();
            },
            maxBatch: 100
        );
        var lone = batcher.Write(0);
        while (batches.IsEmpty)
        {
            await Task.Yield();
        }

        var rest = Enumerable.Range(1, 250).Select(batcher.Write).ToList();
        first.SetResult();
        (await Task.WhenAll(rest).WaitAsync(Patience)).ShouldBe(Enumerable.Range(1, 250).Select(i => i * 10));
        (await lone).ShouldBe(0);
        batches.Select(b => b.Count).ShouldBe([1, 100, 100, 50]);
        batches.SelectMany(b => b).ShouldBe(Enumerable.Range(0, 251));
    }

    [Fact]
    public async Task An_item_that_the_server_refuses_costs_only_itself()
    {
        var gate = new TaskCompletionSource();
        var batcher = new Batcher<int, int>(async items =>
        {
            await gate.Task;
            return items.Contains(13) ? throw Refusal() : items.Select(i => i * 10).ToArray();
        });
        var writes = Enumerable.Range(0, 30).Select(batcher.Write).ToList();
        gate.SetResult();
        (await Should.ThrowAsync<PostgresException>(() => writes[13].WaitAsync(Patience))).SqlState.ShouldBe("22021");
        writes.RemoveAt(13);
        (await Task.WhenAll(writes).WaitAsync(Patience)).ShouldBe(Enumerable.Range(0, 30).Where(i => i != 13).Select(i => i * 10));
    }

    [Fact]
    public async Task A_refused_batch_is_halved_so_that_few_writes_find_the_item_at_fault()
    {
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var batches = new ConcurrentQueue<IReadOnlyList<int>>();
        var batcher = new Batcher<int, int>(
            async items =>
            {
                begun.TrySetResult();
                await gate.Task;
                batches.Enqueue(items.ToList());
                return items.Contains(77) ? throw Refusal() : items.Select(i => i * 10).ToArray();
            },
            maxBatch: 128
        );
        var lone = batcher.Write(-1);
        await begun.Task.WaitAsync(Patience);
        var writes = Enumerable.Range(0, 128).Select(batcher.Write).ToList();
        gate.SetResult();

        await Should.ThrowAsync<PostgresException>(() => writes[77].WaitAsync(Patience));
        writes.RemoveAt(77);
        (await Task.WhenAll(writes).WaitAsync(Patience)).ShouldBe(Enumerable.Range(0, 128).Where(i => i != 77).Select(i => i * 10));
        (await lone).ShouldBe(-10);
        // The lone item, the batch, and two halves at each of seven sizes; one by one it would be 130.
        batches.Count.ShouldBe(16);
        batches.Where(b => !b.Contains(77)).SelectMany(b => b).ShouldBe(Enumerable.Range(-1, 129).Where(i => i != 77), "in their order");
    }

    [Fact]
    public async Task A_lost_connection_fails_the_whole_batch_once_and_the_next_one_is_tried()
    {
        var calls = 0;
        var batcher = new Batcher<int, int>(items =>
            Interlocked.Increment(ref calls) == 1
                ? throw new NpgsqlException("connection lost")
                : Task.FromResult(items.Select(i => i * 10).ToArray())
        );
        (await Should.ThrowAsync<NpgsqlException>(() => batcher.Write(1).WaitAsync(Patience))).Message.ShouldBe("connection lost");
        (await batcher.Write(2).WaitAsync(Patience)).ShouldBe(20);
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_write_that_answers_too_little_fails_and_does_not_stop_the_next()
    {
        var calls = 0;
        var gate = new TaskCompletionSource();
        var batcher = new Batcher<int, int>(async items =>
        {
            await gate.Task;
            return Interlocked.Increment(ref calls) == 1 ? [] : items.Select(i => i * 10).ToArray();
        });
        var lone = batcher.Write(1);
        gate.SetResult();
        await Should.ThrowAsync<IndexOutOfRangeException>(() => lone.WaitAsync(Patience));
        (await batcher.Write(2).WaitAsync(Patience)).ShouldBe(20);
    }

    [Fact]
    public async Task A_batch_with_too_few_answers_does_not_stop_the_next()
    {
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var batcher = new Batcher<int, int>(async items =>
        {
            begun.TrySetResult();
            await gate.Task;
            return items.Contains(2) ? [10] : items.Select(i => i * 10).ToArray();
        });
        var lone = batcher.Write(0);
        await begun.Task.WaitAsync(Patience);
        var rest = Enumerable.Range(1, 4).Select(batcher.Write).ToList();
        gate.SetResult();
        (await lone.WaitAsync(Patience)).ShouldBe(0);
        (await rest[0].WaitAsync(Patience)).ShouldBe(10);
        await Should.ThrowAsync<IndexOutOfRangeException>(() => rest[3].WaitAsync(Patience));
        (await batcher.Write(9).WaitAsync(Patience)).ShouldBe(90);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Nothing_is_lost_or_mixed_up_with_ten_thousand_concurrent_writers(int writers)
    {
        var seen = new ConcurrentQueue<int>();
        var (underWay, most) = (0, 0);
        var batcher = new Batcher<int, int>(
            async items =>
            {
                var now = Interlocked.Increment(ref underWay);
                InterlockedMax(ref most, now);
                await Task.Yield();
                foreach (var item in items)
                {
                    seen.Enqueue(item);
                }

                Interlocked.Decrement(ref underWay);
                return items.Select(i => i * 10).ToArray();
            },
            maxBatch: 100,
            writers
        );
        var results = new int[10_000];
        await Parallel.ForAsync(0, results.Length, async (i, _) => results[i] = await batcher.Write(i)).WaitAsync(Patience);
        results.ShouldBe(Enumerable.Range(0, results.Length).Select(i => i * 10));
        seen.Order().ShouldBe(Enumerable.Range(0, results.Length));
        most.ShouldBeLessThanOrEqualTo(writers);
    }

    private static Task<int[]> Write(ConcurrentQueue<int> batches, IReadOnlyList<int> items)
    {
        batches.Enqueue(items.Count);
        return Task.FromResult(items.Select(i => i * 10).ToArray());
    }

    private static PostgresException Refusal() => new("invalid byte sequence", "ERROR", "ERROR", "22021");

    private static void InterlockedMax(ref int target, int value)
    {
        int current;
        while (value > (current = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, current) != current)
        {
            // Another writer was faster; look again.
        }
    }
}
