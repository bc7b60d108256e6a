using System.Globalization;
using SmsBridge.Observability;

namespace SmsBridge.Dashboard;

/// <summary>Values as people read them.</summary>
internal static class Show
{
    /// <summary>Enough of the end to tell two customers apart, and to find them by.</summary>
    public const int DigitsShown = 4;

    public static string Masked(string address) => Mask.Address(address, DigitsShown).Replace('*', '•');

    /// <summary><c>2026-11-21 13:05:09</c>, in UTC.</summary>
    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Ago(DateTimeOffset at, DateTimeOffset now) =>
        now - at is var past && past < TimeSpan.Zero ? $"in {Long(-past)}"
        : past < TimeSpan.FromSeconds(5) ? "just now"
        : $"{Long(past)} ago";

    /// <summary>The largest unit that says something.</summary>
    public static string Long(TimeSpan time) =>
        time switch
        {
            { TotalSeconds: < 90 } => $"{time.TotalSeconds:0} s",
            { TotalMinutes: < 90 } => $"{time.TotalMinutes:0} min",
            { TotalHours: < 36 } => $"{time.TotalHours:0} h",
            _ => $"{time.TotalDays:0} days",
        };

    /// <summary>Milliseconds as people read them: <c>240 ms</c>, <c>1.8 s</c>.</summary>
    public static string Seconds(double milliseconds) =>
        milliseconds < 1000 ? $"{milliseconds:0} ms"
        : milliseconds < 10_000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s")
        : Long(TimeSpan.FromMilliseconds(milliseconds));

    public static string Count(long count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";
}
