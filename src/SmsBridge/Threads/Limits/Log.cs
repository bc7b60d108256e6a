namespace SmsBridge.Threads.Limits;

/// <summary>Event ids 1502 to 1599.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1502,
        LogLevel.Error,
        "ALERT: {Customer} answers {Number} like a machine, again and again with nearly the same; not answered until {Until:u}"
    )]
    public static partial void Loop(this ILogger log, string customer, string number, DateTimeOffset until);

    [LoggerMessage(1503, LogLevel.Warning, "{Customer} sent {Number} the same text again and again; not answered until {Until:u}")]
    public static partial void Repeats(this ILogger log, string customer, string number, DateTimeOffset until);
}
