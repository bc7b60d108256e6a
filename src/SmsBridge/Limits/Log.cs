namespace SmsBridge.Limits;

/// <summary>Event ids 1500 to 1599.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1500,
        LogLevel.Error,
        "ALERT: a customer of {Number} has used the {Ceiling} SMS segments a day; nothing more is sent to them until tomorrow (UTC). "
            + "Raise limits.segmentsPerCustomerPerDay if that is wrong. Further customers of this number are not reported today"
    )]
    public static partial void CustomerCeiling(this ILogger log, string number, int ceiling);

    [LoggerMessage(
        1501,
        LogLevel.Error,
        "ALERT: {Number} has used its {Ceiling} SMS segments a day; nothing more is sent from it until tomorrow (UTC). "
            + "Raise limits.segmentsPerNumberPerDay if that is wrong"
    )]
    public static partial void NumberCeiling(this ILogger log, string number, int ceiling);

    [LoggerMessage(
        1502,
        LogLevel.Error,
        "ALERT: {Customer} answers {Number} like a machine, again and again with nearly the same; not answered until {Until:u}"
    )]
    public static partial void Loop(this ILogger log, string customer, string number, DateTimeOffset until);

    [LoggerMessage(1503, LogLevel.Warning, "{Customer} sent {Number} the same text again and again; not answered until {Until:u}")]
    public static partial void Repeats(this ILogger log, string customer, string number, DateTimeOffset until);
}
