namespace SmsBridge.Hosting;

/// <summary>Says once a minute that something may be said; for what anybody outside can make happen a thousand times a second.</summary>
internal sealed class Seldom(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? last;

    public bool Now()
    {
        lock (gate)
        {
            if (last is { } said && time.GetElapsedTime(said) < Pause)
            {
                return false;
            }

            last = time.GetTimestamp();
            return true;
        }
    }
}
