using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using SmsBridge.Observability;

namespace SmsBridge.Tests.Observability;

public sealed class PrometheusTests : IDisposable
{
    private readonly string name = $"tests.{Guid.CreateVersion7():n}";
    private readonly Scraped scraped;
    private readonly Meter meter;

    public PrometheusTests()
    {
        scraped = new Scraped(name);
        meter = scraped.Meters.Create(name);
    }

    public void Dispose() => scraped.Dispose();

    [Fact]
    public void A_counter_ends_in_total_and_its_labels_are_escaped()
    {
        var counter = meter.CreateCounter<long>("bridge.texts", "{text}", "With a \\ and\na \"line\"");
        counter.Add(2, new TagList { { "how.come", "a \"b\" \\ c\nd" }, { "n", 1 } });
        counter.Add(3, new TagList { { "how.come", "a \"b\" \\ c\nd" }, { "n", 1 } });

        scraped
            .Lines()
            .ShouldBe([
                "# HELP bridge_texts_total With a \\\\ and\\na \"line\"",
                "# TYPE bridge_texts_total counter",
                "bridge_texts_total{how_come=\"a \\\"b\\\" \\\\ c\\nd\",n=\"1\"} 5",
            ]);
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
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

        scraped
            .Lines()
            .ShouldBe([
                "# TYPE bridge_wait_seconds histogram",
                "bridge_wait_seconds_bucket{agent=\"support\",le=\"0.5\"} 2",
                "bridge_wait_seconds_bucket{agent=\"support\",le=\"1\"} 3",
                "bridge_wait_seconds_bucket{agent=\"support\",le=\"+Inf\"} 4",
                "bridge_wait_seconds_sum{agent=\"support\"} 9.5",
                "bridge_wait_seconds_count{agent=\"support\"} 4",
            ]);
    }

    [Fact]
    public void OpenMetrics_names_the_family_of_a_counter_without_total_and_ends_with_EOF()
    {
        meter.CreateCounter<long>("bridge.texts", null, "Texts").Add(1);
        meter.CreateHistogram("bridge.wait", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] }).Record(1);

        scraped
            .Lines(openMetrics: true)
            .ShouldBe([
                "# HELP bridge_texts Texts",
                "# TYPE bridge_texts counter",
                "bridge_texts_total 1",
                "# TYPE bridge_wait_seconds histogram",
                "bridge_wait_seconds_bucket{le=\"1.0\"} 1",
                "bridge_wait_seconds_bucket{le=\"+Inf\"} 1",
                "bridge_wait_seconds_sum 1",
                "bridge_wait_seconds_count 1",
                "# EOF",
            ]);
    }

    [Theory]
    [InlineData("a.b", "s", "a_b_seconds")]
    [InlineData("a.seconds", "s", "a_seconds")]
    [InlineData("a..b--c", "By", "a_b_c_bytes")]
    [InlineData("a.share", "1", "a_share_ratio")]
    [InlineData("a.count", "{thing}", "a_count")]
    [InlineData("a.odd", "furlongs", "a_odd_furlongs")]
    public void A_gauge_is_named_by_its_name_and_unit(string instrument, string unit, string expected)
    {
        meter.CreateObservableGauge(instrument, () => 1.5, unit);

        scraped.Lines()[^1].ShouldBe($"{expected} 1.5");
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(1e-7, "1E-07")]
    public void Odd_numbers_are_written_as_Prometheus_reads_them(double value, string expected)
    {
        meter.CreateObservableGauge("a", () => value);

        scraped.Lines()[^1].ShouldBe($"a {expected}");
    }

    [Fact]
    public void What_goes_up_and_down_is_a_gauge_and_the_second_of_two_with_one_name_is_left_out()
    {
        meter.CreateUpDownCounter<int>("a.b").Add(-2);
        meter.CreateCounter<int>("a_b").Add(7);

        scraped.Lines().ShouldBe(["# TYPE a_b gauge", "a_b -2"]);
    }

    [Fact]
    public void The_service_says_who_it_is()
    {
        scraped.Text().ShouldContain("# TYPE target_info gauge\ntarget_info{");
        scraped.Text(openMetrics: true).ShouldContain("# TYPE target info\ntarget_info{");
        scraped.Text().ShouldContain("service_name=\"smsbridge\"");
    }
}
