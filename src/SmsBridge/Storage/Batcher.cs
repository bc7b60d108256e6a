using System.Threading.Channels;
using Npgsql;

namespace SmsBridge.Storage;

/// <summary>
/// Group commit: items that arrive while a batch is being written go together into the next one. An idle batcher writes a lone item at once.
/// </summary>
internal sealed class Batcher<TItem, TResult>
{
    private readonly Channel<Entry> entries = Channel.CreateUnbounded<Entry>();
    private readonly Func<IReadOnlyList<TItem>, Task<TResult[]>> write;
    private readonly int maxBatch;

    /// <param name="write">Writes a batch in one transaction; answers one result per item, in order.</param>
    /// <param name="maxBatch">Items a batch.</param>
    /// <param name="writers">Batches under way at once.</param>
    public Batcher(Func<IReadOnlyList<TItem>, Task<TResult[]>> write, int maxBatch = 100, int writers = 1)
    {
        this.write = write;
        this.maxBatch = maxBatch;
        // What happens to be under way where the batcher is made has nothing to do with what is written later.
        using var nothing = ExecutionContext.SuppressFlow();
        for (var i = 0; i < writers; i++)
        {
            _ = Task.Run(Pump);
        }
    }

    /// <summary>Completes when the item is durably written; fails with what the write failed with.</summary>
    public Task<TResult> Write(TItem item)
    {
        var entry = new Entry(item);
        entries.Writer.TryWrite(entry);
        return entry.Done.Task;
    }

    private async Task Pump()
    {
        var batch = new List<Entry>(maxBatch);
        while (await entries.Reader.WaitToReadAsync())
        {
            while (batch.Count < maxBatch && entries.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            await WriteBatch(batch);
            batch.Clear();
        }
    }

    private async Task WriteBatch(List<Entry> batch)
    {
        try
        {
            var results = await write(batch.ConvertAll(e => e.Item));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Done.SetResult(results[i]);
            }
        }
        catch (PostgresException error) when (batch.Count > 1)
        {
            // The server refused the statement: find out whose fault it is, so that one bad item costs only itself. Half by half, because each
            // write is a commit, and all who come meanwhile wait for them.
            _ = error;
            var half = batch.Count / 2;
            await WriteBatch(batch[..half]);
            await WriteBatch(batch[half..]);
        }
        catch (Exception error)
        {
            // Some may have their result already, where the write answered too few: an exception here would end the pump.
            batch.ForEach(e => e.Done.TrySetException(error));
        }
    }

    private sealed record Entry(TItem Item)
    {
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
