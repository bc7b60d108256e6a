using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Observability;

/// <summary>The real Prometheus and its tool read what the bridge offers them.</summary>
public sealed class PrometheusTests(TestPostgres postgres)
{
    private static string Rules => Path.Combine(Repository.Root, "docs", "alerts.rules.yml");

    [Fact]
    public async Task Prometheus_scrapes_the_bridge_and_evaluates_the_alert_rules()
    {
        var program = Tool.Path("prometheus");
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        var customer = bridge.Around.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        using var folder = new TemporaryFolder();
        var listen = new Uri(Ports.FreeAddress());
        var config = Path.Combine(folder.Path, "prometheus.yml");
        await File.WriteAllTextAsync(
            config,
            $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: ["{{Rules}}"]
            scrape_configs:
              - job_name: smsbridge
                static_configs: [{ targets: ["{{new Uri(child.OpsAddress).Authority}}"] }]
            """
        );
        string[] arguments =
        [
            $"--config.file={config}",
            $"--storage.tsdb.path={folder.Path}/data",
            $"--web.listen-address={listen.Authority}",
        ];
        using var prometheus = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true }
        )!;
        _ = prometheus.StandardError.ReadToEndAsync();
        try
        {
            using var http = new HttpClient { BaseAddress = listen };
            var answered = await Asked(
                http,
                "/api/v1/query?query=" + Uri.EscapeDataString("sum(smsbridge_turn_duration_seconds_count{job=\"smsbridge\"})"),
                data => data.GetProperty("result").GetArrayLength() == 1
            );
            answered.GetProperty("result")[0].GetProperty("value")[1].GetString().ShouldNotBe("0");
            var rules = await Asked(http, "/api/v1/rules", data => AllRules(data).All(r => r.GetProperty("health").GetString() == "ok"));
            AllRules(rules).Count().ShouldBeGreaterThan(8);
            var scrape = await Asked(http, "/api/v1/targets", data => data.GetProperty("activeTargets").GetArrayLength() == 1);
            scrape.GetProperty("activeTargets")[0].GetProperty("lastError").GetString().ShouldBeEmpty();
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Promtool_finds_no_fault_in_the_rules_and_they_fire_when_they_should()
    {
        var (checkedCode, check) = await Tool.Run("promtool", ["check", "rules", Rules]);
        checkedCode.ShouldBe(0, check);
        var (testedCode, test) = await Tool.Run("promtool", ["test", "rules", Path.Combine(Repository.Root, "docs", "alerts.tests.yml")]);
        testedCode.ShouldBe(0, test);
    }

    [Fact]
    public async Task Promtool_finds_no_fault_in_our_metrics_and_who_asks_for_OpenMetrics_gets_it()
    {
        await using var bridge = await BridgeOnLines.Without(postgres);
        var child = await bridge.Serve();
        await bridge.Around.Customer().Texts("hi");
        var scrape = await Scrape.Of(child.Ops);

        var (_, all) = await Tool.Run("promtool", ["check", "metrics"], scrape.Text);

        // It finds fault with names that others chose, and stops at what it cannot read.
        all.ShouldNotContain("error while linting");
        all.Split('\n').Where(l => l.StartsWith("smsbridge_", StringComparison.Ordinal)).ShouldBeEmpty();
        await OpenMetrics(child);
    }

    /// <summary>Who asks for OpenMetrics gets it.</summary>
    private static async Task OpenMetrics(ChildBridge child)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{child.OpsAddress}/metrics");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text; version=1.0.0"));
        using var answer = await http.SendAsync(request);

        answer.Content.Headers.ContentType!.ToString().ShouldStartWith("application/openmetrics-text; version=1.0.0; charset=utf-8");
        (await answer.Content.ReadAsStringAsync()).ShouldEndWith("\n# EOF\n");
        (await child.Ops.Get("/metrics")).Body.ShouldNotContain("# EOF");
    }

    private static IEnumerable<JsonElement> AllRules(JsonElement data) =>
        data.GetProperty("groups").EnumerateArray().SelectMany(g => g.GetProperty("rules").EnumerateArray());

    private static async Task<JsonElement> Asked(HttpClient http, string path, Func<JsonElement, bool> enough)
    {
        JsonElement data = default;
        await Eventually.Holds(
            async () =>
            {
                try
                {
                    data = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(path)).GetProperty("data");
                    return enough(data);
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            path,
            TimeSpan.FromSeconds(60)
        );
        return data;
    }
}
