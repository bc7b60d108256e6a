using Microsoft.Extensions.Options;

namespace SmsBridge.Observability;

/// <summary>
/// OpenTelemetry's standard variables, as far as the SDK does not read them itself: what is exported, and whether at all. They may also stand in
/// the settings file, under the same names.
/// </summary>
internal sealed class TelemetrySettings(IConfiguration configuration)
{
    public const string Disabled = "OTEL_SDK_DISABLED";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static readonly string[] Signals = ["TRACES", "METRICS", "LOGS"];

    public bool IsDisabled { get; } = configuration[Disabled]?.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    public bool Traces => Exports("TRACES");

    public bool Metrics => Exports("METRICS");

    public bool Logs => Exports("LOGS");

    /// <summary>For the log: what goes where.</summary>
    public string Describe() =>
        IsDisabled ? $"off, by {Disabled}"
        : string.Join(", ", Signals.Where(Exports).Select(s => s.ToLowerInvariant())) is { Length: > 0 } exported
            ? $"{exported} by OTLP to {To()}; metrics also at GET /metrics"
        : $"metrics at GET /metrics; {Endpoint} is not set, so nothing is exported";

    /// <summary>Mistakes, each with its remedy.</summary>
    public IEnumerable<string> Mistakes()
    {
        foreach (var key in Signals.Select(s => $"OTEL_{s}_EXPORTER"))
        {
            if (configuration[key]?.Trim() is not (null or "" or "otlp" or "none"))
            {
                yield return $"{key} is '{configuration[key]}'. Write otlp or none; Prometheus scrapes GET /metrics without a setting.";
            }
        }

        foreach (var key in Signals.Select(s => $"OTEL_EXPORTER_OTLP_{s}_ENDPOINT").Prepend(Endpoint))
        {
            var value = configuration[key];
            if (value is { Length: > 0 } && !(Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            {
                yield return $"{key} is '{value}'. Write the collector's address, for example http://127.0.0.1:4317.";
            }
        }

        foreach (var key in Signals.Select(s => $"OTEL_EXPORTER_OTLP_{s}_PROTOCOL").Prepend(Protocol))
        {
            if (configuration[key]?.Trim() is not (null or "" or "grpc" or "http/protobuf"))
            {
                yield return $"{key} is '{configuration[key]}'. Write grpc or http/protobuf.";
            }
        }
    }

    /// <summary>Where an address is given, for all signals or for this one, unless its exporter is <c>none</c>.</summary>
    private bool Exports(string signal) =>
        !IsDisabled
        && configuration[$"OTEL_{signal}_EXPORTER"]?.Trim() != "none"
        && (configuration[Endpoint] is { Length: > 0 } || configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] is { Length: > 0 });

    private string To() =>
        string.Join(
            ", ",
            Signals
                .Where(Exports)
                .Select(s => configuration[$"OTEL_EXPORTER_OTLP_{s}_ENDPOINT"] is { Length: > 0 } own ? own : configuration[Endpoint]!)
                // A collector's address may hold a token behind the host.
                .Select(a => Uri.TryCreate(a, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Host}:{url.Port}" : "?")
                .Distinct(StringComparer.Ordinal)
        );
}

/// <summary>Instruments that nobody calls: they answer when they are asked, and have to exist for that.</summary>
internal interface IInstruments;

/// <summary>Lets mistakes in OpenTelemetry's variables be told at start, with all others.</summary>
internal sealed class TelemetryOptions
{
    public IReadOnlyList<string> Mistakes { get; set; } = [];
}

internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        options.Mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Mistakes);
}
