using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>Event ids 400 to 499, and 1500 to 1501.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "Message {MessageId} has to wait ({Category}): {Reason}")]
    public static partial void SendPostponed(this ILogger log, Guid messageId, FailureCategory category, string reason);

    [LoggerMessage(401, LogLevel.Warning, "The lease on sending for thread {ThreadId} ran out; whoever has it now goes on")]
    public static partial void LeaseLost(this ILogger log, Guid threadId);

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
}
