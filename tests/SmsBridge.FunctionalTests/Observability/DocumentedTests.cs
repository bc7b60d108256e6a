using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>The operators' page, the alert rules and the dashboard speak of metrics that exist, and of all of ours.</summary>
public sealed class DocumentedTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    [Fact]
    public void Every_instrument_of_the_bridge_is_on_the_operators_page()
    {
        var page = Docs("operations.md");
        var names = Instruments();
        names.Count.ShouldBeGreaterThan(25);
        names.Where(n => !page.Contains($"`{n}`", StringComparison.Ordinal)).ShouldBeEmpty();

        var spoken = Regex
            .Matches(page, "`(?<name>smsbridge_[a-z_]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)
            .Select(m => Family(m.Groups["name"].Value));
        spoken.Except(names.Select(Family)).ShouldBeEmpty("the page speaks of what does not exist");
    }

    /// <summary>Of a process of its own: of several hosts in one, only the first has the framework's metrics.</summary>
    [Fact]
    public async Task Rules_and_dashboard_name_only_what_is_exported()
    {
        await using var bridge = await BridgeOnLines.Without(Postgres);
        var child = await bridge.Serve();
        await bridge.Around.Customer().Texts("hi");
        Scrape scrape = null!;
        await Eventually.Holds(
            async () => (scrape = await Scrape.Of(child.Ops)).Names.Contains("http_server_request_duration_seconds_count"),
            "the webhook's request is counted when it is over"
        );
        var known = Instruments().Concat(scrape.Names).Select(Family).ToHashSet();
        foreach (var file in new[] { "alerts.rules.yml", "alerts.tests.yml", "grafana-dashboard.json" })
        {
            var named = Named(file, scrape);
            named.Count.ShouldBeGreaterThan(3, file);
            named.Except(known).ShouldBeEmpty(file);
        }
    }

    [Fact]
    public void Each_alert_has_its_run_book()
    {
        var headings = Regex
            .Matches(
                Docs("operations.md"),
                "^#+ (?<title>.+)$",
                RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
            )
            .Select(m => m.Groups["title"].Value.Trim().ToLowerInvariant().Replace(' ', '-'))
            .ToHashSet();
        var rules = Docs("alerts.rules.yml");
        var alerts = Regex
            .Matches(rules, "- alert: (?<name>[A-Za-z]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)
            .Select(m => m.Groups["name"].Value)
            .ToList();
        var books = Regex
            .Matches(
                rules,
                "runbook_url: .*operations\\.md#(?<anchor>[a-z0-9-]+)",
                RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
            )
            .Select(m => m.Groups["anchor"].Value)
            .ToList();

        alerts.Count.ShouldBeGreaterThan(8);
        books.ShouldBe(alerts.Select(a => a.ToLowerInvariant()));
        books.Except(headings).ShouldBeEmpty();
    }

    private static List<string> Named(string file, Scrape scrape) =>
        Regex
            .Matches(
                Docs(file),
                @"\b(smsbridge|http|db|dotnet|kestrel)_[a-z_]+[a-z]\b",
                RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
            )
            .Select(m => Family(m.Value))
            .Except(scrape.Samples.SelectMany(s => s.Labels.Keys).Append("http_route"))
            .ToList();

    private static string Docs(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name));

    private static string Family(string name) =>
        Regex.Replace(name, "_(bucket|sum|count)$", "", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>As they are exported: OpenTelemetry's names in Prometheus's spelling.</summary>
    private List<string> Instruments()
    {
        var ours = Bridge.Instances[0].Services.GetRequiredService<IMeterFactory>();
        var names = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "SmsBridge" && ReferenceEquals(instrument.Meter.Scope, ours))
            {
                var unit = instrument.Unit switch
                {
                    "s" => "_seconds",
                    "By" => "_bytes",
                    _ => "",
                };
                names.Add(instrument.Name.Replace('.', '_') + unit + (instrument is Counter<long> ? "_total" : ""));
            }
        };
        listener.Start();
        return names;
    }
}
