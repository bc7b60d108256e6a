namespace SmsBridge.Work;

/// <summary>The right to do one kind of work of one thread, held by this process until it ends or runs out.</summary>
/// <param name="Token">
/// Every write of the holder is guarded by it. Drawn for one kind of work, it finds the row together with the thread; a statement that named the
/// kind as well would let Postgres read all work of that kind instead, where tables are new and it knows nothing of them.
/// </param>
/// <param name="Version">The work seen so far; the row goes only when nothing was added since.</param>
/// <param name="Attempts">Failed attempts so far.</param>
/// <param name="Asks">How often the agent was, or may have been, asked, this time included.</param>
internal sealed record Lease(Guid ThreadId, string Kind, Guid Token, long Version, int Attempts, int Asks)
{
    /// <summary>Monotonic, from before the statement that took the lease: so long at least it has been ours.</summary>
    public required long Since { get; init; }

    /// <summary>How long it lasts unrenewed; the same for all leases of a kind.</summary>
    public required TimeSpan Lasts { get; init; }

    /// <summary>Whether the database counts this time among the asks already. It must before the agent is called.</summary>
    public bool AskRecorded { get; init; }

    /// <summary>What the statement that took the lease already knows, so that the worker need not read it again.</summary>
    public object? Known { get; init; }
}
