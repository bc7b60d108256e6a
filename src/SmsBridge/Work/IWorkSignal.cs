namespace SmsBridge.Work;

/// <summary>How one part of the process tells a worker of another that there is something to do.</summary>
internal interface IWorkSignal<TWorker>
    where TWorker : IWorker
{
    /// <summary>Whether a lease taken now would be worked on at once.</summary>
    bool HasRoom { get; }

    /// <summary>Works on a lease that some other statement took.</summary>
    void Start(Lease lease);

    /// <summary>Looks for due work now instead of at the next poll.</summary>
    void Wake();
}
