using System.Text;
using OpenTelemetry.Metrics;

namespace SmsBridge.Observability;

/// <summary>From OpenTelemetry's names to Prometheus's: <c>smsbridge.turn.duration</c> in <c>s</c> becomes <c>smsbridge_turn_duration_seconds</c>.</summary>
internal static class PrometheusNames
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
        ["%"] = "percent",
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
    };

    /// <summary>Without the <c>_total</c> of counters.</summary>
    public static string Of(Metric metric)
    {
        var name = Valid(metric.Name);
        var unit = Unit(metric);
        return unit.Length == 0 || name.EndsWith($"_{unit}", StringComparison.Ordinal) ? name : $"{name}_{unit}";
    }

    /// <summary>Letters, digits and underscores, the first of them no digit; several underscores become one.</summary>
    public static string Valid(string name)
    {
        var valid = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            var next = char.IsAsciiLetterOrDigit(c) ? c : '_';
            if (next != '_' || (valid.Length == 0 || valid[^1] != '_'))
            {
                if (valid.Length == 0 && char.IsAsciiDigit(next))
                {
                    valid.Append('_');
                }

                valid.Append(next);
            }
        }

        return valid.ToString();
    }

    /// <summary>A unit in braces says only what is counted.</summary>
    private static string Unit(Metric metric) =>
        metric.Unit switch
        {
            null or "" or ['{', ..] => "",
            "1" => metric.MetricType is MetricType.DoubleGauge or MetricType.LongGauge ? "ratio" : "",
            var unit => Units.GetValueOrDefault(unit) ?? Valid(unit),
        };
}
