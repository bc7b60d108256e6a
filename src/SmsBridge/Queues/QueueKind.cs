namespace SmsBridge.Queues;

/// <summary>Settings of one queue of some kind, bound from <c>Queues:{name}</c>.</summary>
internal interface IQueueSettings
{
    /// <summary>What keeps the service from starting, each with its key and remedy.</summary>
    /// <param name="key"><c>Queues:{name}</c>.</param>
    /// <param name="siblings">The names of all queues of the kind, this one included.</param>
    IEnumerable<string> Mistakes(string key, IReadOnlyCollection<string> siblings);
}

/// <summary>A kind of queue that this build knows.</summary>
/// <param name="Type">The word in <c>Queues:{name}:Type</c>.</param>
/// <param name="Mistakes">Of one queue, by its key <c>Queues:{name}</c>, its section, and the names of all queues of the kind.</param>
/// <param name="Settings">The class that its settings are bound to; the schema of the settings is made from it.</param>
/// <param name="Open">Makes the queue of that name out of its section; connects to nothing yet.</param>
internal sealed record QueueKind(
    string Type,
    Type Settings,
    Func<string, IConfiguration, IReadOnlyCollection<string>, IEnumerable<string>> Mistakes,
    Func<string, IConfiguration, IHandoffQueue> Open
)
{
    public static QueueKind Of<TSettings>(string type, Func<string, TSettings, IHandoffQueue> open)
        where TSettings : class, IQueueSettings, new() =>
        new(type, typeof(TSettings), Mistaken<TSettings>, (name, section) => open(name, Bind<TSettings>(section)));

    private static TSettings Bind<TSettings>(IConfiguration section)
        where TSettings : class, new() => section.Get<TSettings>() ?? new TSettings();

    private static List<string> Mistaken<TSettings>(string key, IConfiguration section, IReadOnlyCollection<string> siblings)
        where TSettings : class, IQueueSettings, new()
    {
        try
        {
            return Bind<TSettings>(section).Mistakes(key, siblings).ToList();
        }
        catch (InvalidOperationException unreadable)
        {
            // A value that is no time span, no truth value and so on: the binder's words name the key.
            return [unreadable.Message];
        }
    }
}
