using System.Globalization;

namespace SmsBridge.Numbers;

/// <summary>When people are at the desk. The clock on the wall of <see cref="TimeZone"/> decides, summer time included.</summary>
internal sealed record BusinessHours
{
    private const int Day = 24 * 60;

    /// <summary>Sunday first, as <see cref="DayOfWeek"/> counts.</summary>
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>IANA name, for example <c>America/New_York</c>.</summary>
    public required string TimeZone { get; set; }

    /// <summary>
    /// Spans (<c>09:00-17:30</c>) by day (<c>mon</c> … <c>sun</c>); a day that is left out is closed. <c>22:00-06:00</c> ends on the next day;
    /// <c>00:00-24:00</c> is a whole one.
    /// </summary>
    public Dictionary<string, List<string>> Open { get; set; } = [];

    /// <summary>Dates (<c>2026-12-25</c>) on which no span begins.</summary>
    public List<string> ClosedDates { get; set; } = [];

    /// <returns>Null when this machine does not know the time zone.</returns>
    public bool? IsOpen(DateTimeOffset at)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone))
        {
            return null;
        }

        var local = TimeZoneInfo.ConvertTime(at, zone);
        var (today, minute) = (DateOnly.FromDateTime(local.DateTime), local.TimeOfDay.TotalMinutes);
        return Spans(today).Any(s => minute >= s.From && minute < (s.To > s.From ? s.To : Day))
            || Spans(today.AddDays(-1)).Any(s => s.To < s.From && minute < s.To);
    }

    /// <summary>What is wrong, by member.</summary>
    public IEnumerable<(string Member, string Error)> Mistakes()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return ("timeZone", $"The time zone '{TimeZone}' is not known here; write an IANA name, for example America/New_York.");
        }

        foreach (var (day, spans) in Open)
        {
            if (!Days.Contains(day))
            {
                yield return ($"open.{day}", $"'{day}' is no day; use mon, tue, wed, thu, fri, sat, sun.");
            }
            else if (spans is null)
            {
                yield return ($"open.{day}", "Give a list of spans; an empty one for a closed day.");
            }
            else if (spans.FindIndex(s => Span(s) is null) is >= 0 and var bad)
            {
                yield return (
                    $"open.{day}",
                    $"'{spans[bad]}' is no span; write hh:mm-hh:mm, for example 09:00-17:30, and 00:00-24:00 for a whole day."
                );
            }
        }

        foreach (var bad in ClosedDates.Where(d => Date(d) is null).Take(1))
        {
            yield return ("closedDates", $"'{bad}' is no date; write yyyy-mm-dd, for example 2026-12-25.");
        }
    }

    /// <summary>In minutes of the day on which they begin; the end is below the beginning where it lies on the next day.</summary>
    private IEnumerable<(int From, int To)> Spans(DateOnly day) =>
        Open.TryGetValue(Days[(int)day.DayOfWeek], out var spans) && !ClosedDates.Exists(d => Date(d) == day)
            ? spans.Select(Span).OfType<(int, int)>()
            : [];

    private static (int From, int To)? Span(string? text)
    {
        var ends = text?.Split('-') ?? [];
        return ends is [var first, var last] && Minute(first) is { } from and < Day && Minute(last) is { } to && from != to
            ? (from, to)
            : null;
    }

    private static int? Minute(string time) =>
        time == "24:00" ? Day
        : TimeSpan.TryParseExact(time, @"hh\:mm", CultureInfo.InvariantCulture, out var of) ? (int)of.TotalMinutes
        : null;

    private static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
