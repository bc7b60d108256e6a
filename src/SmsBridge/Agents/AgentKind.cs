namespace SmsBridge.Agents;

/// <summary>A kind of agent that this build knows.</summary>
/// <param name="Transport">The word in <c>Agents:{name}:Transport</c>.</param>
/// <param name="Settings">The class that its settings are bound to; the schema of the settings is made from it.</param>
/// <param name="Mistakes">What keeps the service from starting, each with its key and remedy; of one agent, by its key <c>Agents:{name}</c> and its section.</param>
/// <param name="Open">Makes the agent of that name out of its section; connects to nothing yet.</param>
internal sealed record AgentKind(
    string Transport,
    Type Settings,
    Func<string, IConfiguration, IReadOnlyList<string>> Mistakes,
    Func<string, IConfiguration, IAgent> Open
)
{
    public static AgentKind Of<TSettings>(
        string transport,
        Func<string, TSettings, IEnumerable<string>> mistakes,
        Func<string, TSettings, IAgent> open
    )
        where TSettings : class, new() =>
        new(
            transport,
            typeof(TSettings),
            (key, section) => Mistaken(key, section, mistakes),
            (name, section) => open(name, Bind<TSettings>(section))
        );

    public static TSettings Bind<TSettings>(IConfiguration section)
        where TSettings : class, new() => section.Get<TSettings>() ?? new TSettings();

    private static List<string> Mistaken<TSettings>(
        string key,
        IConfiguration section,
        Func<string, TSettings, IEnumerable<string>> mistakes
    )
        where TSettings : class, new()
    {
        try
        {
            return mistakes(key, Bind<TSettings>(section)).ToList();
        }
        catch (InvalidOperationException unreadable)
        {
            // A value that is no time span, no truth value and so on: the binder's words name the key.
            return [$"{unreadable.Message} Durations are written hh:mm:ss."];
        }
    }
}
