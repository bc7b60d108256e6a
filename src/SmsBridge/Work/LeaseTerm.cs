namespace SmsBridge.Work;

/// <summary>
/// How long a lease is ours for certain, by this process's monotonic clock, which runs on while the process is frozen. The database guards
/// what a holder writes there; nothing but this keeps one that wakes up too late from calling a provider once more.
/// </summary>
internal sealed class LeaseTerm(Lease lease, TimeProvider time)
{
    /// <summary>Flows with the work, so that the innermost call finds it whatever lies in between.</summary>
    private static readonly AsyncLocal<LeaseTerm?> Current = new();

    private readonly TimeProvider time = time;

    /// <summary>A sixth short of the lease (2 of 12 s), for the way from the look at the clock to the provider.</summary>
    private readonly TimeSpan length = lease.Lasts * 5 / 6;

    private long since = lease.Since;

    /// <summary>Whatever the calling method does from now on is done under this lease.</summary>
    public void Enter() => Current.Value = this;

    /// <param name="from">A moment before the database was asked to lengthen the lease.</param>
    public void Renew(long from) => Volatile.Write(ref since, from);

    /// <exception cref="InvalidOperationException">Somebody else may have the work by now.</exception>
    public static void Demand()
    {
        if (Current.Value is { } term && term.time.GetElapsedTime(Volatile.Read(ref term.since)) > term.length)
        {
            throw new InvalidOperationException("The lease was not renewed in time: another instance may be doing this work.");
        }
    }
}
