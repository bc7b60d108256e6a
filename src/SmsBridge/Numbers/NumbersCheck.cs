using SmsBridge.Ops;

namespace SmsBridge.Numbers;

/// <summary>Whether each number's account, agent and queue are still in the settings.</summary>
internal sealed class NumbersCheck(NumberStore store, NumberValidator validator) : ICheck
{
    public Task<IReadOnlyList<Probe>> Probes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Probe>>([new Probe(null, Look)]);

    private async Task<IReadOnlyList<Finding>> Look(CancellationToken cancellationToken)
    {
        var numbers = await store.List(null, null, cancellationToken);
        if (numbers.Count == 0)
        {
            return [Finding.Warn("no number is configured", "Write a file and run: smsbridge apply -f FILE")];
        }

        var mistakes = numbers
            .SelectMany(n => validator.Check(n).Select(e => $"{n.Number} {e.Key}: {e.Value[0]}"))
            .Select(m => Finding.Fail(m, "Correct the number (smsbridge numbers set), or the settings."))
            .ToList();
        return mistakes.Count > 0
            ? mistakes
            : [Finding.Ok($"{numbers.Count} configured, {numbers.Count(n => n.Enabled)} of them enabled; each fits the settings")];
    }
}
