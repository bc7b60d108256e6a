namespace SmsBridge.Hosting;

internal enum Verdict
{
    Ok,

    /// <summary>Works, but somebody should look.</summary>
    Warn,

    Fail,
}

/// <summary>What a check found.</summary>
/// <param name="What">One line; without secrets.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record Finding(Verdict Verdict, string What, string? Remedy = null)
{
    public static Finding Ok(string what) => new(Verdict.Ok, what);

    /// <summary>Good news, unless what goes to that address can be read on the way.</summary>
    public static Finding Over(Uri address, string what) =>
        OutgoingHttp.IsExposed(address)
            ? Warn(
                $"{what}, without TLS",
                $"Keys and texts pass in the clear to {address.Authority}: write its address with {address.Scheme}s://."
            )
            : Ok(what);

    public static Finding Warn(string what, string remedy) => new(Verdict.Warn, what, remedy);

    public static Finding Fail(string what, string remedy) => new(Verdict.Fail, what, remedy);
}

/// <summary>One thing to look at, with a time-out of its own.</summary>
/// <param name="Subject">Which one of several; null where there is one.</param>
internal sealed record Probe(string? Subject, Func<CancellationToken, Task<IReadOnlyList<Finding>>> Run)
{
    public static Probe Of(string? subject, Func<CancellationToken, Task<Finding>> run) =>
        new(subject, async cancellationToken => [await run(cancellationToken)]);
}

/// <summary>What <c>doctor</c> looks at. A new one is a class and a line <see cref="CheckFeature.AddCheck{T}"/>.</summary>
internal interface ICheck
{
    Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken);
}

/// <summary>A check by its name; made when it runs, because mistakes in the settings may keep it from being made.</summary>
internal sealed record CheckKind(string Name, Func<IServiceProvider, ICheck> Create);

internal static class CheckFeature
{
    public static IServiceCollection AddCheck<T>(this IServiceCollection services, string name)
        where T : class, ICheck => services.AddSingleton<T>().AddSingleton(new CheckKind(name, s => s.GetRequiredService<T>()));
}
