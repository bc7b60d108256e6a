using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Hosting;

namespace SmsBridge.Admin;

/// <summary>A finding with where it was found.</summary>
internal sealed record Diagnosis(string Check, string? Subject, Verdict Verdict, string What, string? Remedy);

/// <summary>Runs all checks side by side; one that hangs or breaks costs only itself.</summary>
internal sealed class Doctor(IServiceProvider services, IEnumerable<CheckKind> checks, TimeProvider time)
{
    /// <summary>Long, because on a busy machine with little processor time the first use of the database alone takes seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>In the order in which the checks are known.</returns>
    public async Task<IReadOnlyList<Diagnosis>> Examine(CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(checks.Select(c => Run(c, cancellationToken)))).SelectMany(d => d)];

    private async Task<IEnumerable<Diagnosis>> Run(CheckKind kind, CancellationToken cancellationToken)
    {
        IReadOnlyList<Probe> probes = [];
        var trouble = await Try(
            async limit =>
            {
                probes = await kind.Create(services).Probes(limit);
                return [];
            },
            cancellationToken
        );
        var found = await Task.WhenAll(probes.Select(async p => (p.Subject, Findings: await Try(p.Run, cancellationToken))));
        return found
            .Prepend((Subject: null, Findings: trouble))
            .SelectMany(f => f.Findings.Select(x => new Diagnosis(kind.Name, f.Subject, x.Verdict, x.What, x.Remedy)));
    }

    private async Task<IReadOnlyList<Finding>> Try(
        Func<CancellationToken, Task<IReadOnlyList<Finding>>> run,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // Not every driver follows the token at once.
            return await Task.Run(() => run(either.Token), either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [Finding.Fail($"no answer within {Patience.TotalSeconds:0} s", "Check the way there: firewall, proxy, name and port.")];
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return [Explain(error)];
        }
    }

    /// <summary>The causes have checks of their own, which say more.</summary>
    private static Finding Explain(Exception error) =>
        error switch
        {
            OptionsValidationException => Finding.Warn("not looked at", "Correct the settings first."),
            NpgsqlException or { InnerException: NpgsqlException } or TimeoutException => Finding.Warn(
                "not looked at",
                "Put the database right first."
            ),
            _ => Finding.Fail($"{error.GetType().Name}: {error.Message}", "This is a fault of smsbridge; please report it."),
        };
}
