namespace SmsBridge.Sandbox.Wire;

/// <summary>
/// What happened, in order, grouped by a key (mostly the customer's address), with helpers that await what has not happened yet.
/// Holds a million records: each costs one reference in the whole list and one in its key's list.
/// </summary>
internal sealed class Journal<T>(TimeProvider time, Func<T, string> keyOf)
    where T : class
{
    private readonly Lock gate = new();
    private readonly List<T> all = [];
    private readonly Dictionary<string, Track> tracks = new(StringComparer.Ordinal);
    private readonly List<Waiter> waiters = [];

    /// <summary>Called on the recording thread, outside the lock, for each record; keep it short.</summary>
    public Action<T>? OnAdd { get; set; }

    public int Count
    {
        get
        {
            lock (gate)
                return all.Count;
        }
    }

    public T this[int index]
    {
        get
        {
            lock (gate)
                return all[index];
        }
    }

    public void Add(T item)
    {
        lock (gate)
        {
            all.Add(item);
            var key = keyOf(item);
            if (!tracks.TryGetValue(key, out var track))
                tracks.Add(key, track = new Track());
            track.Items.Add(item);
            Settle(track.Waiters);
            Settle(waiters);
        }
        OnAdd?.Invoke(item);
    }

    /// <summary>A copy of everything recorded from <paramref name="from"/> on, oldest first.</summary>
    public IReadOnlyList<T> All(int from = 0, int atMost = int.MaxValue)
    {
        lock (gate)
            return from >= all.Count ? [] : all.GetRange(from, Math.Min(atMost, all.Count - from));
    }

    /// <summary>A copy of what was recorded under one key, oldest first.</summary>
    public IReadOnlyList<T> Of(string key)
    {
        lock (gate)
            return tracks.TryGetValue(key, out var track) ? [.. track.Items] : [];
    }

    /// <summary>The next record of this key not handed out by an earlier call; waits for it, <see cref="TimeoutException"/> otherwise.</summary>
    public async Task<T> Next(string key, TimeSpan timeout)
    {
        Track track;
        int index;
        Task arrival;
        lock (gate)
        {
            if (!tracks.TryGetValue(key, out track!))
                tracks.Add(key, track = new Track());
            index = track.Taken++;
            arrival = Await(track.Waiters ??= [], () => track.Items.Count > index);
        }
        try
        {
            await Within(arrival, timeout, () => $"nothing more for {key}: {Of(key).Count} recorded, {index} taken before");
        }
        catch (TimeoutException)
        {
            lock (gate)
                track.Taken--;
            throw;
        }
        lock (gate)
            return track.Items[index];
    }

    /// <summary>Waits until <paramref name="count"/> records exist and returns all there are.</summary>
    public async Task<IReadOnlyList<T>> WaitForCount(int count, TimeSpan timeout)
    {
        Task arrival;
        lock (gate)
            arrival = Await(waiters, () => all.Count >= count);
        await Within(arrival, timeout, () => $"{Count} of {count} recorded");
        return All();
    }

    /// <summary>Waits until <paramref name="count"/> records exist under the key and returns all of that key.</summary>
    public async Task<IReadOnlyList<T>> WaitForCount(string key, int count, TimeSpan timeout)
    {
        Task arrival;
        lock (gate)
        {
            if (!tracks.TryGetValue(key, out var track))
                tracks.Add(key, track = new Track());
            arrival = Await(track.Waiters ??= [], () => track.Items.Count >= count);
        }
        await Within(arrival, timeout, () => $"{Of(key).Count} of {count} recorded for {key}");
        return Of(key);
    }

    /// <summary>The first record, past or future, that matches.</summary>
    public async Task<T> WaitFor(Func<T, bool> match, TimeSpan timeout)
    {
        T? found = null;
        var seen = 0;
        Task arrival;
        lock (gate)
        {
            arrival = Await(
                waiters,
                () =>
                {
                    while (found is null && seen < all.Count)
                        found = match(all[seen++]) ? all[seen - 1] : null;
                    return found is not null;
                }
            );
        }
        await Within(arrival, timeout, () => $"none of {Count} records matches");
        return found!;
    }

    private static Task Await(List<Waiter> list, Func<bool> reached)
    {
        if (reached())
            return Task.CompletedTask;
        var waiter = new Waiter(reached, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        list.Add(waiter);
        return waiter.Arrival.Task;
    }

    private static void Settle(List<Waiter>? list)
    {
        if (list is { Count: > 0 })
            list.RemoveAll(waiter => waiter.Reached() && waiter.Arrival.TrySetResult());
    }

    private async Task Within(Task arrival, TimeSpan timeout, Func<string> account)
    {
        try
        {
            await arrival.WaitAsync(timeout, time);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"After {timeout.TotalSeconds:0.#} s: {account()}.", e);
        }
    }

    private sealed class Track
    {
        public List<T> Items { get; } = [];

        public List<Waiter>? Waiters { get; set; }

        /// <summary>How many were handed out by <see cref="Next"/>.</summary>
        public int Taken { get; set; }
    }

    private sealed record Waiter(Func<bool> Reached, TaskCompletionSource Arrival);
}
