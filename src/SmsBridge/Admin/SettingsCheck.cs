using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Admin;

/// <summary>What <c>serve</c> would refuse at its start.</summary>
internal sealed class SettingsCheck(IStartupValidator validator) : ICheck
{
    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([new Probe(null, _ => Task.FromResult(Look()))]);

    private IReadOnlyList<Finding> Look()
    {
        try
        {
            validator.Validate();
            return [Finding.Ok("every setting is valid")];
        }
        catch (Exception error) when (Mistakes(error) is { } mistakes)
        {
            return [.. mistakes.Select(m => Finding.Fail(m, "serve does not start before this is corrected."))];
        }
    }

    private static IEnumerable<string>? Mistakes(Exception error) =>
        error switch
        {
            OptionsValidationException invalid => invalid.Failures,
            AggregateException all when all.InnerExceptions.All(e => Mistakes(e) is not null) => all.InnerExceptions.SelectMany(e =>
                Mistakes(e)!
            ),
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unreadable => [unreadable.Message],
            _ => null,
        };
}
