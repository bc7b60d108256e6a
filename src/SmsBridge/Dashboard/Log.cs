namespace SmsBridge.Dashboard;

/// <summary>Event ids 1300 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information, "'{Holder}' signed in to the console as {Role}")]
    public static partial void SignedIn(this ILogger log, string holder, string role);

    [LoggerMessage(1301, LogLevel.Information, "'{Holder}' signed out of the console")]
    public static partial void SignedOut(this ILogger log, string holder);

    [LoggerMessage(1302, LogLevel.Error, "The console's page {Endpoint} failed")]
    public static partial void PageFailed(this ILogger log, string endpoint, Exception error);
}
