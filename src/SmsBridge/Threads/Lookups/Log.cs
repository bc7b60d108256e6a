namespace SmsBridge.Threads.Lookups;

/// <summary>Event ids 1200 to 1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Warning, "Lookup '{Lookup}' told nothing of {Customer}, whose conversation opens without it: {Reason}")]
    public static partial void LookupFailed(this ILogger log, string lookup, string customer, string reason);

    [LoggerMessage(
        1201,
        LogLevel.Error,
        "Lookup '{Lookup}' keeps failing and is left alone for {Pause} at a time; conversations open without it, nobody waits"
    )]
    public static partial void LookupPaused(this ILogger log, string lookup, TimeSpan pause);

    [LoggerMessage(1202, LogLevel.Warning, "Lookup '{Lookup}' answers again")]
    public static partial void LookupResumed(this ILogger log, string lookup);
}
