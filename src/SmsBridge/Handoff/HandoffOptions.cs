using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace SmsBridge.Handoff;

/// <summary>The section <c>Handoff</c>: where handoffs go.</summary>
internal sealed class HandoffOptions
{
    private const RegexOptions Anywhere =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking;

    /// <summary>The queue for handoffs that no other rule places.</summary>
    public string DefaultQueue { get; set; } = "desk";

    /// <summary>
    /// The queue for a destination that agents name, or several with commas between them: each gets every event. The name may be a
    /// pattern (<c>billing_*</c>). The exact name goes before the longest pattern, and that before the number's <c>handoff.queue</c>.
    /// Case does not matter.
    /// </summary>
    public Dictionary<string, string> Destinations { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Sent once when the agent hands over without a text, for numbers that have no text of their own. None: a default in the number's
    /// language; empty: nothing is sent.
    /// </summary>
    public string? DefaultText { get; set; }

    /// <summary>
    /// Sent once when nobody accepts in time, for numbers that have no text of their own. None: a default in the number's language;
    /// empty: nothing is sent.
    /// </summary>
    public string? ExpiredText { get; set; }

    /// <summary>How long people keep an accepted thread without writing; each message to the customer begins the time anew.</summary>
    public TimeSpan ControlFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A destination's queues, by its name or else the longest pattern; else the number's queue; else the default.</summary>
    public IReadOnlyList<string> QueuesFor(string? destination, string? numberQueue) =>
        string.IsNullOrEmpty(destination) || Mapped(destination) is not { } queues ? [numberQueue ?? DefaultQueue] : Names(queues);

    /// <summary>The names in a list with commas, each once.</summary>
    public static List<string> Names(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();

    private string? Mapped(string destination) =>
        Destinations.TryGetValue(destination, out var exact)
            ? exact
            : Destinations
                .Where(d => d.Key.Contains('*') && Matches(d.Key, destination))
                .OrderByDescending(d => d.Key.Length)
                .ThenBy(d => d.Key, StringComparer.OrdinalIgnoreCase)
                .Select(d => d.Value)
                .FirstOrDefault();

    /// <summary><c>*</c> is the one special character.</summary>
    private static bool Matches(string pattern, string destination) =>
        Regex.IsMatch(destination, $"^{Regex.Escape(pattern).Replace(@"\*", ".*")}$", Anywhere);
}

/// <param name="queueNames">Read past the options of the queues, so that a mistake there does not hide one here.</param>
internal sealed class HandoffOptionsValidator(Func<IReadOnlyList<string>> queueNames) : IValidateOptions<HandoffOptions>
{
    public ValidateOptionsResult Validate(string? name, HandoffOptions options)
    {
        var queues = queueNames();
        var known = string.Join(", ", queues.Order());
        var targets = options.Destinations.SelectMany(d => Targets($"Handoff:Destinations:{d.Key}", d.Value)).ToList();
        targets.Add(("Handoff:DefaultQueue", options.DefaultQueue));
        var errors = targets
            .Where(t => !queues.Contains(t.Queue))
            .Select(t => $"{t.Key} is '{t.Queue}', which is no queue. Configured under Queues: {known}.")
            .ToList();
        if (options.ControlFor <= TimeSpan.Zero)
        {
            errors.Add("Handoff:ControlFor must be a duration above zero, for example 24:00:00.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<(string Key, string Queue)> Targets(string key, string list) =>
        HandoffOptions.Names(list).DefaultIfEmpty("").Select(queue => (key, queue));
}
