namespace SmsBridge.Threads.Lookups;

/// <summary>
/// Leaves a lookup alone that keeps failing, so that customers do not wait for its time-out. It counts failures in a row and no rate: a number
/// may open one conversation an hour.
/// </summary>
internal sealed class LookupBreaker(TimeProvider time)
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private const int MaxFailures = 3;

    private readonly Lock state = new();
    private int failures;
    private long pausedAt;

    /// <summary>False: it is paused. After each pause one call goes through, to see whether the lookup is back.</summary>
    public bool LetsThrough()
    {
        lock (state)
        {
            if (failures < MaxFailures)
            {
                return true;
            }

            if (time.GetElapsedTime(pausedAt) < Pause)
            {
                return false;
            }

            pausedAt = time.GetTimestamp();
            return true;
        }
    }

    /// <returns>True when the lookup was paused until now.</returns>
    public bool Answered()
    {
        lock (state)
        {
            var wasPaused = failures >= MaxFailures;
            failures = 0;
            return wasPaused;
        }
    }

    /// <returns>True when it is paused from now on.</returns>
    public bool Failed()
    {
        lock (state)
        {
            failures++;
            pausedAt = time.GetTimestamp();
            return failures == MaxFailures;
        }
    }
}
