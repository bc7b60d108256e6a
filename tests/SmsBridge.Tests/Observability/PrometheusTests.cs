using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace SmsBridge.Tests.Observability;

/// <summary>Dashboards and alerts know series by these names: another version of the exporter must not change them.</summary>
public sealed class PrometheusTests : IAsyncLifetime
{
    private readonly string name = $"tests.{Guid.CreateVersion7():n}";
    private Scraped scraped = null!;
    private Meter meter = null!;

    public async ValueTask InitializeAsync()
    {
        scraped = await Scraped.Start(name);
        meter = scraped.Meters.Create(name);
    }

    public ValueTask DisposeAsync() => scraped.DisposeAsync();

    [Fact]
    public async Task A_counter_ends_in_total_and_its_labels_are_escaped()
    {
        var counter = meter.CreateCounter<long>("bridge.texts", "{text}", "With a \\ and\na \"line\"");
        counter.Add(2, new TagList { { "how.come", "a \"b\" \\ c\nd" }, { "n", 1 } });
        counter.Add(3, new TagList { { "how.come", "a \"b\" \\ c\nd" }, { "n", 1 } });

        (await scraped.Lines()).ShouldBe([
            "# TYPE bridge_texts_total counter",
            "# HELP bridge_texts_total With a \\\\ and\\na \"line\"",
            "bridge_texts_total{how_come=\"a \\\"b\\\" \\\\ c\\nd\",n=\"1\"} 5",
        ]);
    }

    [Fact]
    public async Task A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        var histogram = meter.CreateHistogram(
            "bridge.wait",
            "s",
            null,
            null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] }
        );
        foreach (var value in new[] { 0.25, 0.5, 0.75, 8 })
        {
            histogram.Record(value, new TagList { { "agent", "support" } });
        }

        (await scraped.Lines()).ShouldBe([
            "# TYPE bridge_wait_seconds histogram",
            "bridge_wait_seconds_bucket{agent=\"support\",le=\"0.5\"} 2",
            "bridge_wait_seconds_bucket{agent=\"support\",le=\"1\"} 3",
            "bridge_wait_seconds_bucket{agent=\"support\",le=\"+Inf\"} 4",
            "bridge_wait_seconds_sum{agent=\"support\"} 9.5",
            "bridge_wait_seconds_count{agent=\"support\"} 4",
        ]);
    }

    [Fact]
    public async Task OpenMetrics_names_the_family_of_a_counter_without_total_and_ends_with_EOF()
    {
        meter.CreateCounter<long>("bridge.texts", null, "Texts").Add(1);
        meter.CreateHistogram("bridge.wait", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] }).Record(1);

        (await scraped.Lines(openMetrics: true))
            .Where(l => !l.Contains("_created", StringComparison.Ordinal))
            .ShouldBe([
                "# TYPE bridge_texts counter",
                "# HELP bridge_texts Texts",
                "bridge_texts_total{} 1",
                "# TYPE bridge_wait_seconds histogram",
                "# UNIT bridge_wait_seconds seconds",
                "bridge_wait_seconds_bucket{le=\"1.0\"} 1",
                "bridge_wait_seconds_bucket{le=\"+Inf\"} 1",
                "bridge_wait_seconds_sum{} 1",
                "bridge_wait_seconds_count{} 1",
                "# EOF",
            ]);
    }

    [Theory]
    [InlineData("a.b", "s", "a_b_seconds")]
    [InlineData("a.seconds", "s", "a_seconds")]
    [InlineData("a..b--c", "By", "a_b_c_bytes")]
    [InlineData("a.share", "1", "a_share")]
    [InlineData("a.count", "{thing}", "a_count")]
    [InlineData("a.odd", "furlongs", "a_odd_furlongs")]
    public async Task A_gauge_is_named_by_its_name_and_unit(string instrument, string unit, string expected)
    {
        meter.CreateObservableGauge(instrument, () => 1.5, unit);

        (await scraped.Lines())[^1].ShouldBe($"{expected}{{}} 1.5");
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(1e-7, "1E-07")]
    public async Task Odd_numbers_are_written_as_Prometheus_reads_them(double value, string expected)
    {
        meter.CreateObservableGauge("a", () => value);

        (await scraped.Lines())[^1].ShouldBe($"a{{}} {expected}");
    }

    [Fact]
    public async Task What_goes_up_and_down_is_a_gauge()
    {
        meter.CreateUpDownCounter<int>("a.b").Add(-2);

        (await scraped.Lines()).ShouldBe(["# TYPE a_b gauge", "a_b{} -2"]);
    }

    [Fact]
    public async Task A_scrape_shows_what_is_so_now_and_not_what_the_last_one_saw()
    {
        var counter = meter.CreateCounter<int>("a");
        foreach (var count in Enumerable.Range(1, 3))
        {
            counter.Add(1);
            (await scraped.Lines())[^1].ShouldBe($"a_total{{}} {count}");
        }
    }

    [Fact]
    public async Task The_service_says_who_it_is()
    {
        (await scraped.Text()).ShouldContain("# TYPE target_info gauge\n");
        (await scraped.Text(openMetrics: true)).ShouldContain("# TYPE target info\n");
        (await scraped.Text()).ShouldContain("service_name=\"smsbridge\"");
    }
}
