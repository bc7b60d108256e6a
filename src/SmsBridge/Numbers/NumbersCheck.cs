using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>Whether each number's account, agent and queue are still in the settings.</summary>
internal sealed class NumbersCheck(NumberStore store, NumberValidator validator) : ICheck
{
    private const int Named = 5;

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
        if (mistakes.Count == 0)
        {
            mistakes.Add(
                Finding.Ok($"{numbers.Count} configured, {numbers.Count(n => n.Enabled)} of them enabled; each fits the settings")
            );
        }

        var disabled = numbers.Where(n => !n.Enabled).Select(n => n.Number).ToList();
        return disabled.Count == 0 ? mistakes : [.. mistakes, Disabled(disabled)];
    }

    private static Finding Disabled(List<string> numbers) =>
        Finding.Warn(
            $"disabled: {string.Join(", ", numbers.Take(Named))}{(numbers.Count > Named ? $" and {numbers.Count - Named} more" : "")}; texts to them go nowhere",
            $"Where that is not meant: smsbridge numbers set {numbers[0]} enabled=true"
        );
}
