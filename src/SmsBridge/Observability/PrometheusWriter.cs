using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace SmsBridge.Observability;

/// <summary>Metrics as text: Prometheus's format 0.0.4, or OpenMetrics 1.0, which differs in the names of counters and in its end.</summary>
internal sealed class PrometheusWriter(bool openMetrics)
{
    private readonly StringBuilder text = new(64 * 1024);

    /// <summary>Of one name there may be one type: a second meter with the same name for something else is left out.</summary>
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public void Write(Metric metric)
    {
        var name = PrometheusNames.Of(metric);
        var (type, suffix) = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => ("counter", "_total"),
            MetricType.Histogram => ("histogram", ""),
            MetricType.ExponentialHistogram => ("", ""),
            _ => ("gauge", ""),
        };
        if (type.Length == 0 || !names.Add(name))
        {
            return;
        }

        var family = openMetrics ? name : name + suffix;
        if (metric.Description.Length > 0)
        {
            text.Append("# HELP ").Append(family).Append(' ').Append(Escape(metric.Description, quotes: openMetrics)).Append('\n');
        }

        text.Append("# TYPE ").Append(family).Append(' ').Append(type).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (type == "histogram")
            {
                WriteHistogram(name, in point);
            }
            else
            {
                WriteSample(name + suffix, point.Tags, null, Value(metric.MetricType, in point));
            }
        }
    }

    /// <summary>What the service says of itself, as the one series by which others can be joined with it.</summary>
    public void WriteTarget(IEnumerable<KeyValuePair<string, object>> attributes)
    {
        var labels = attributes
            .OrderBy(a => a.Key, StringComparer.Ordinal)
            .Select(a => $"{PrometheusNames.Valid(a.Key)}=\"{Escape($"{a.Value}", quotes: true)}\"");
        text.Append("# HELP ").Append(openMetrics ? "target" : "target_info").Append(" Attributes of the service\n");
        text.Append("# TYPE ").Append(openMetrics ? "target info\n" : "target_info gauge\n");
        text.Append("target_info{").AppendJoin(',', labels).Append("} 1\n");
    }

    public string End() => (openMetrics ? text.Append("# EOF\n") : text).ToString();

    private void WriteHistogram(string name, ref readonly MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            WriteSample($"{name}_bucket", point.Tags, bucket.ExplicitBound, Number(below));
        }

        WriteSample($"{name}_sum", point.Tags, null, Number(point.GetHistogramSum()));
        WriteSample($"{name}_count", point.Tags, null, Number(point.GetHistogramCount()));
    }

    /// <param name="bound">Of a bucket.</param>
    private void WriteSample(string name, ReadOnlyTagCollection tags, double? bound, string value)
    {
        text.Append(name);
        var separator = '{';
        foreach (var (key, label) in tags)
        {
            var said = Convert.ToString(label, CultureInfo.InvariantCulture) ?? "";
            text.Append(separator).Append(PrometheusNames.Valid(key)).Append("=\"").Append(Escape(said, quotes: true)).Append('"');
            separator = ',';
        }

        if (bound is { } limit)
        {
            text.Append(separator).Append("le=\"").Append(Bound(limit)).Append('"');
            separator = ',';
        }

        text.Append(separator == ',' ? "} " : " ").Append(value).Append('\n');
    }

    private static string Value(MetricType type, ref readonly MetricPoint point) =>
        type switch
        {
            MetricType.LongSum or MetricType.LongSumNonMonotonic => Number(point.GetSumLong()),
            MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Number(point.GetSumDouble()),
            MetricType.LongGauge => Number(point.GetGaugeLastValueLong()),
            _ => Number(point.GetGaugeLastValueDouble()),
        };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>OpenMetrics wants every bound to look like a floating-point number.</summary>
    private string Bound(double bound)
    {
        var said = Number(bound);
        return openMetrics && said.All(char.IsAsciiDigit) ? $"{said}.0" : said;
    }

    private static string Escape(string value, bool quotes)
    {
        value = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? value.Replace("\"", "\\\"", StringComparison.Ordinal) : value;
    }
}
