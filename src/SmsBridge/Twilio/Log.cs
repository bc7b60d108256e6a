namespace SmsBridge.Twilio;

/// <summary>Event ids 300 to 302 and 305 to 399.</summary>
internal static partial class Log
{
    [LoggerMessage(
        300,
        LogLevel.Warning,
        "A webhook to {Route} names an AccountSid that is not configured under Twilio:Accounts; refused: {What}"
    )]
    public static partial void UnknownAccount(this ILogger log, string route, string what);

    [LoggerMessage(
        301,
        LogLevel.Warning,
        "A webhook to {Route} is not signed by account {Account} over Public:BaseUrl; refused: {What} {Remedy}"
    )]
    public static partial void SignatureMismatch(this ILogger log, string route, string account, string what, string remedy);

    [LoggerMessage(350, LogLevel.Warning, "Why a webhook was refused could not be found out or stored: {Error}")]
    public static partial void RejectionNotStored(this ILogger log, string error);

    [LoggerMessage(
        302,
        LogLevel.Warning,
        "Account {Account} delivers texts for number {Number}, which belongs to another account; refused"
    )]
    public static partial void WrongAccount(this ILogger log, string account, string number);
}
