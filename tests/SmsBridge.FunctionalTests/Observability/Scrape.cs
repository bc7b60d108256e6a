using System.Globalization;
using System.Text.RegularExpressions;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>What an instance answered to a scrape, read line by line as Prometheus does.</summary>
internal sealed partial class Scrape(string text)
{
    public string Text => text;

    public IReadOnlyList<(string Name, Dictionary<string, string> Labels, double Value)> Samples { get; } =
    [.. text.Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(Sample)];

    /// <summary>Names of samples.</summary>
    public HashSet<string> Names => [.. Samples.Select(s => s.Name)];

    public static async Task<Scrape> Of(Operator ops)
    {
        var answer = await ops.Get("/metrics");
        answer.Status.ShouldBe(200, answer.Body);
        return new Scrape(answer.Body);
    }

    /// <summary>Of the samples with these labels together; 0 where there is none.</summary>
    /// <param name="labels"><c>name=value</c>.</param>
    public double Sum(string name, params string[] labels) =>
        Samples.Where(s => s.Name == name && labels.All(l => s.Labels.Any(label => $"{label.Key}={label.Value}" == l))).Sum(s => s.Value);

    private static (string, Dictionary<string, string>, double) Sample(string line)
    {
        var match = Line().Match(line);
        match.Success.ShouldBeTrue($"not a sample: {line}");
        var labels = Label().Matches(match.Groups["labels"].Value).ToDictionary(m => m.Groups["key"].Value, m => m.Groups["value"].Value);
        var value = match.Groups["value"].Value;
        return (
            match.Groups["name"].Value,
            labels,
            value == "+Inf" ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture)
        );
    }

    [GeneratedRegex(
        """^(?<name>[a-z_][a-z0-9_]*)(\{(?<labels>.*)\})? (?<value>\S+)$""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex Line();

    [GeneratedRegex(
        """(?<key>[a-z_][a-z0-9_]*)="(?<value>([^"\\]|\\.)*)""" + "\"",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex Label();
}
