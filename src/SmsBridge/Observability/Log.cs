namespace SmsBridge.Observability;

/// <summary>Event ids 1400 to 1499.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information, "Telemetry: {Signals}")]
    public static partial void Exporting(this ILogger log, string signals);

    [LoggerMessage(1401, LogLevel.Warning, "The metrics of what waits are old, the database cannot be asked: {Error}")]
    public static partial void BacklogUnknown(this ILogger log, string error);
}
