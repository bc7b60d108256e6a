namespace SmsBridge.Inbound;

/// <summary>Event ids 303 to 304 and 800 to 899.</summary>
internal static partial class Log
{
    [LoggerMessage(303, LogLevel.Warning, "A text to {Number} from {Customer} was acknowledged and goes nowhere: {Reason}")]
    public static partial void TextNotTaken(this ILogger log, string reason, string number, string customer);

    [LoggerMessage(304, LogLevel.Critical, "ALERT: a text was refused with 503, neither Postgres nor the spool takes it: {Error}")]
    public static partial void TextNotStored(this ILogger log, string error);

    [LoggerMessage(800, LogLevel.Error, "Postgres is away, texts go to the spool: {Error}")]
    public static partial void Spooling(this ILogger log, string error);

    [LoggerMessage(801, LogLevel.Warning, "{Bytes} bytes of texts wait in the spool; Postgres does not take them yet: {Error}")]
    public static partial void DrainStopped(this ILogger log, long bytes, string error);

    [LoggerMessage(802, LogLevel.Warning, "Postgres is back; {Count} spooled texts are stored")]
    public static partial void Drained(this ILogger log, int count);

    [LoggerMessage(803, LogLevel.Error, "A spooled text was set aside in set-aside.log of the spool folder: {Reason}")]
    public static partial void SetAside(this ILogger log, string reason);

    [LoggerMessage(804, LogLevel.Warning, "The trouble notice was not sent: {Reason}")]
    public static partial void NoticeNotSent(this ILogger log, string reason);
}
