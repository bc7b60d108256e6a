using System.Globalization;
using System.Reflection;

namespace SmsBridge.Tests;

/// <summary>
/// Runs a check on random inputs: a fixed number of them in the suite, as many as the time allows with <c>./dev fuzz --minutes N</c>. A fuzzer is
/// a test with <c>[Trait("Category", Fuzzing.Category)]</c> that calls <see cref="Run"/>.
/// </summary>
internal static class Fuzzing
{
    public const string Category = "Fuzz";

    /// <summary>How long one input may take; a hundred times what the slowest takes on an idle machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Of all fuzzers together; null: the short form.</summary>
    private static readonly double? Minutes = Number("SMSBRIDGE_FUZZ_MINUTES");

    /// <summary>The one input to run.</summary>
    private static readonly double? OnlySeed = Number("SMSBRIDGE_FUZZ_SEED");

    /// <summary>Where the long form leaves what it did: a file of each fuzzer.</summary>
    private static readonly string? Results = Environment.GetEnvironmentVariable("SMSBRIDGE_FUZZ_RESULTS");

    /// <param name="what">The inputs, as a name of a file.</param>
    /// <param name="times">How many the short form takes. They are the same at each run.</param>
    /// <param name="check">Makes an input of its argument and throws when something is wrong with what becomes of it.</param>
    public static void Run(string what, int times, Action<Random> check)
    {
        var first =
            OnlySeed is { } only ? (int)only
            : Minutes is null ? 0
            : Random.Shared.Next();
        var end = Minutes is { } all ? DateTime.UtcNow.AddMinutes(all / Fuzzers()) : DateTime.MaxValue;
        var most =
            OnlySeed is not null ? 1
            : Minutes is null ? times
            : int.MaxValue;
        var (done, failure) = (0, default(Exception));
        var runner = new Thread(() =>
        {
            for (; Volatile.Read(ref done) < most && DateTime.UtcNow < end; Interlocked.Increment(ref done))
            {
                var seed = unchecked(first + done);
                Note(what, $"was at seed {seed}");
                try
                {
                    check(new Random(seed));
                }
                catch (Exception error)
                {
                    failure = error;
                    return;
                }
            }
        })
        {
            IsBackground = true,
        };
        runner.Start();
        for (var (before, since) = (-1, DateTime.UtcNow); !runner.Join(TimeSpan.FromMilliseconds(200)); )
        {
            var now = Volatile.Read(ref done);
            (before, since) = now == before ? (before, since) : (now, DateTime.UtcNow);
            (DateTime.UtcNow - since).ShouldBeLessThan(Patience, Again(what, unchecked(first + now)));
        }

        Note(what, failure is null ? $"{done} inputs" : $"{done} inputs, failed at seed {unchecked(first + done)}");
        if (failure is not null)
        {
            throw new InvalidOperationException(Again(what, unchecked(first + done)), failure);
        }
    }

    private static string Again(string what, int seed) => $"'{what}' with seed {seed}; once more by itself with SMSBRIDGE_FUZZ_SEED={seed}";

    private static void Note(string what, string note)
    {
        if (Results is not null)
        {
            File.WriteAllText(Path.Combine(Results, what), note + "\n");
        }
    }

    private static int Fuzzers() =>
        typeof(Fuzzing)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .Count(m => m.GetCustomAttributes<TraitAttribute>().Any(t => t.Name == "Category" && t.Value == Category));

    private static double? Number(string variable) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
