namespace SmsBridge.Dashboard;

/// <summary>Something that costs queries or calls, shared by all who look at it within a short time.</summary>
internal sealed class Remembered<T>(TimeProvider time, TimeSpan fresh, Func<CancellationToken, Task<T>> read) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim one = new(1, 1);
    private (long At, T Value)? last;

    public async Task<T> Get(CancellationToken cancellationToken)
    {
        if (Fresh is { } known)
        {
            return known;
        }

        await one.WaitAsync(cancellationToken);
        try
        {
            if (Fresh is { } meanwhile)
            {
                return meanwhile;
            }

            var value = await read(cancellationToken);
            last = (time.GetTimestamp(), value);
            return value;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private T? Fresh => last is var (at, value) && time.GetElapsedTime(at) < fresh ? value : null;
}
