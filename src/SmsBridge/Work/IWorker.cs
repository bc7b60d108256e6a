namespace SmsBridge.Work;

/// <summary>Does one kind of work. An exception that escapes is a fault of ours or of the database: the work is tried again later.</summary>
internal interface IWorker
{
    string Kind { get; }

    /// <summary>How many threads may be worked on at once in this process.</summary>
    int Capacity { get; }

    /// <summary>Does all the work there is for one thread, and ends or postpones it before returning.</summary>
    Task Do(Lease lease, CancellationToken cancellationToken);
}
