using Microsoft.Extensions.Configuration;
using SmsBridge.Observability;

namespace SmsBridge.Tests.Observability;

/// <summary>The standard variables decide what is exported.</summary>
public sealed class TelemetrySettingsTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317";

    [Theory]
    [InlineData("", "")]
    [InlineData(Endpoint, "traces metrics logs")]
    [InlineData($"{Endpoint};OTEL_TRACES_EXPORTER=none", "metrics logs")]
    [InlineData($"{Endpoint};OTEL_METRICS_EXPORTER=none;OTEL_LOGS_EXPORTER=none", "traces")]
    [InlineData($"{Endpoint};OTEL_TRACES_EXPORTER=otlp", "traces metrics logs")]
    [InlineData($"{Endpoint};OTEL_SDK_DISABLED=true", "")]
    [InlineData($"{Endpoint};OTEL_SDK_DISABLED=false", "traces metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://127.0.0.1:4318/v1/metrics", "metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://127.0.0.1:4318/v1/traces;OTEL_TRACES_EXPORTER=none", "")]
    public void What_is_exported(string variables, string exported)
    {
        var settings = Settings(variables);

        var signals = new[] { (settings.Traces, "traces"), (settings.Metrics, "metrics"), (settings.Logs, "logs") };
        string.Join(' ', signals.Where(s => s.Item1).Select(s => s.Item2)).ShouldBe(exported);
        settings.Mistakes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER=zipkin", "OTEL_TRACES_EXPORTER is 'zipkin'. Write otlp or none")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317",
        "OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317'. Write the collector's address"
    )]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json'. Write grpc or http/protobuf")]
    public void A_mistake_is_told_with_its_key_and_remedy(string variable, string told) =>
        Settings(variable).Mistakes().ShouldHaveSingleItem().ShouldStartWith(told);

    [Fact]
    public void What_is_told_at_start_names_the_collector_and_not_what_stands_behind_its_host()
    {
        Settings("").Describe().ShouldBe("metrics at GET /metrics; OTEL_EXPORTER_OTLP_ENDPOINT is not set, so nothing is exported");
        Settings("OTEL_EXPORTER_OTLP_ENDPOINT=https://collector:4318/token")
            .Describe()
            .ShouldBe("traces, metrics, logs by OTLP to https://collector:4318; metrics also at GET /metrics");
        Settings("OTEL_SDK_DISABLED=TRUE").Describe().ShouldBe("off, by OTEL_SDK_DISABLED");
    }

    private static TelemetrySettings Settings(string variables) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    variables
                        .Split(';', StringSplitOptions.RemoveEmptyEntries)
                        .Select(v => v.Split('='))
                        .Select(v => KeyValuePair.Create(v[0], (string?)v[1]))
                )
                .Build()
        );
}
