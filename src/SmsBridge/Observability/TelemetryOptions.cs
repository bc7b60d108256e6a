using Microsoft.Extensions.Options;

namespace SmsBridge.Observability;

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
