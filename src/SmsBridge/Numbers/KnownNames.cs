using Microsoft.Extensions.Options;

namespace SmsBridge.Numbers;

/// <summary>Names from the settings that a number document may use. Each feature tells its own, so that numbers need to know no feature.</summary>
/// <param name="What">As errors call one of them, for example <c>agent</c>.</param>
/// <param name="Section">The section of the settings that has them.</param>
/// <param name="Names">Asked with each document, because mistakes in the settings may keep them from being read.</param>
internal sealed record KnownNames(string What, string Section, Func<IEnumerable<string>> Names)
{
    public bool Has(string? name) => Names().Contains(name, StringComparer.Ordinal);

    /// <summary>What is wrong with a name that is not among them.</summary>
    public string Unknown(string? name) =>
        $"There is no {What} '{name}'. Configured under {Section}: {string.Join(", ", Names().Order().DefaultIfEmpty("none"))}.";
}

internal static class KnownNamesFeature
{
    public static IServiceCollection AddKnownNames<TOptions>(
        this IServiceCollection services,
        string what,
        string section,
        Func<TOptions, IEnumerable<string>> names
    )
        where TOptions : class =>
        services.AddSingleton(s =>
        {
            var options = s.GetRequiredService<IOptions<TOptions>>();
            return new KnownNames(what, section, () => names(options.Value));
        });
}
