using Npgsql;

namespace SmsBridge.Work;

/// <summary>The right to do one kind of work of one thread, held by this process until it ends or runs out.</summary>
/// <param name="Token">
/// Every write of the holder is guarded by it. Drawn for one kind of work, it finds the row together with the thread; a statement that named the
/// kind as well would let Postgres read all work of that kind instead, where tables are new and it knows nothing of them.
/// </param>
/// <param name="Version">The work seen so far; the row goes only when nothing was added since.</param>
/// <param name="Attempts">Failed attempts so far.</param>
internal sealed record Lease(Guid ThreadId, string Kind, Guid Token, long Version, int Attempts)
{
    /// <summary>How long it is ours.</summary>
    public required LeaseTerm Term { get; init; }

    /// <summary>Cancelled when this process begins to stop. Work that would go on for long hands over then instead of at the end of the stop's time.</summary>
    public CancellationToken Stopping { get; init; }
}

/// <summary>Draws the token of leases before the statement that takes them.</summary>
internal sealed class Leases(WorkTimes times, TimeProvider time)
{
    public DrawnLease Draw(string kind) => new(kind, Guid.CreateVersion7(), times.Lease(kind), time.GetTimestamp(), time);
}

/// <param name="Lasts">How long what it takes lasts unrenewed.</param>
/// <param name="Since">When it was drawn, monotonic.</param>
internal sealed record DrawnLease(string Kind, Guid Token, TimeSpan Lasts, long Since, TimeProvider Time)
{
    /// <summary>The lease on one thread that the statement took.</summary>
    public Lease On(Guid threadId, long version, int attempts = 0) =>
        new(threadId, Kind, Token, version, attempts) { Term = new LeaseTerm(Lasts, Time, Since) };
}

/// <summary>
/// How long a lease is ours for certain, by this process's monotonic clock, which runs on while the process is frozen. The database guards
/// what a holder writes there; nothing but this keeps one that wakes up too late from calling a provider once more.
/// </summary>
/// <param name="lasts">How long the lease lasts unrenewed.</param>
/// <param name="since">A moment before the statement that took it: so long at least it has been ours.</param>
internal sealed class LeaseTerm(TimeSpan lasts, TimeProvider time, long since)
{
    /// <summary>What comes of a call that was not made because the lease was over: whoever has the work by now makes it.</summary>
    public static readonly Failure Over = new(
        FailureCategory.Transient,
        "the lease was not renewed in time: another instance may be doing this work"
    );

    /// <summary>Whether the failure is that a call was not made because the lease was over: it says nothing of whoever was to be called.</summary>
    public static bool Forbade(Failure? failure) => ReferenceEquals(failure, Over);

    /// <summary>A sixth short of the lease (2 of 12 s), for the way from the look at the clock to the provider.</summary>
    private readonly TimeSpan certain = lasts * 5 / 6;

    private long since = since;

    public TimeSpan Lasts => lasts;

    /// <summary>Somebody else may have the work by now.</summary>
    public bool IsOver => time.GetElapsedTime(Volatile.Read(ref since)) > certain;

    /// <param name="from">A moment before the database was asked to lengthen the lease.</param>
    public void Renew(long from) => Volatile.Write(ref since, from);
}

internal static class LeaseParameters
{
    /// <summary>The arrays <c>@threads</c> and <c>@leases</c>, by which a statement over many threads finds those that are still held.</summary>
    public static void AddLeases(this NpgsqlParameterCollection parameters, IReadOnlyCollection<Lease> leases)
    {
        parameters.AddWithValue("threads", leases.Select(l => l.ThreadId).ToArray());
        parameters.AddWithValue("leases", leases.Select(l => l.Token).ToArray());
    }
}
