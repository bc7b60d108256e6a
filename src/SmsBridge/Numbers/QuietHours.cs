using System.Globalization;

namespace SmsBridge.Numbers;

/// <summary>When customers are not to be texted unasked, by the clock on their wall. Replies are not held back.</summary>
internal sealed record QuietHours
{
    /// <summary>Longer, and two time zones of one area code would leave no time of day.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(18);

    /// <summary>The time of day at which they begin, for example <c>21:00</c>.</summary>
    public required string From { get; set; }

    /// <summary>The time of day at which they end, for example <c>08:00</c>; before <c>from</c>: of the next day.</summary>
    public required string To { get; set; }

    /// <summary>IANA name, for customers whose number does not tell; null: that of the business hours, else UTC.</summary>
    public string? TimeZone { get; set; }

    /// <summary>The first moment from <paramref name="at"/> on that is outside the quiet hours in each of the zones. Unknown zones do not count.</summary>
    /// <param name="zones">IANA names of where the customer may be.</param>
    public DateTimeOffset NextAllowed(DateTimeOffset at, IReadOnlyList<string> zones)
    {
        var known = zones
            .Select(z => TimeZoneInfo.TryFindSystemTimeZoneById(z, out var zone) ? zone : null)
            .OfType<TimeZoneInfo>()
            .ToList();
        var moment = at;

        // The end in one zone may be quiet in another, and an hour that comes twice may be quiet twice.
        while (known.Find(z => IsQuiet(moment, z)) is { } quiet)
        {
            moment = End(moment, quiet);
        }

        return moment;
    }

    /// <summary>What is wrong, by member.</summary>
    public IEnumerable<(string Member, string Error)> Mistakes()
    {
        if (Time(From) is not { } from)
        {
            yield return ("from", $"'{From}' is no time of day; write hh:mm, for example 21:00.");
        }
        else if (Time(To) is not { } to)
        {
            yield return ("to", $"'{To}' is no time of day; write hh:mm, for example 08:00.");
        }
        else if (to - from is var length && (length == TimeSpan.Zero || length > Longest))
        {
            yield return ("to", $"From {From} to {To} is no span that can be kept; give more than none and at most 18 hours.");
        }

        if (TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            yield return ("timeZone", $"The time zone '{zone}' is not known here; write an IANA name, for example America/New_York.");
        }
    }

    private bool IsQuiet(DateTimeOffset at, TimeZoneInfo zone) =>
        Time(From) is { } from
        && Time(To) is { } to
        && TimeOnly.FromTimeSpan(TimeZoneInfo.ConvertTime(at, zone).TimeOfDay).IsBetween(from, to);

    private DateTimeOffset End(DateTimeOffset at, TimeZoneInfo zone)
    {
        var now = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var to = Time(To)!.Value.ToTimeSpan();
        var end = now.Date + to + (now.TimeOfDay < to ? TimeSpan.Zero : TimeSpan.FromDays(1));

        // A time that the clock skips when summer time begins is the one after the gap; of one that comes twice, the later.
        var offset =
            zone.IsAmbiguousTime(end) ? zone.GetAmbiguousTimeOffsets(end).Min()
            : zone.IsInvalidTime(end) ? zone.GetUtcOffset(end - TimeSpan.FromHours(3))
            : zone.GetUtcOffset(end);
        return new DateTimeOffset(end, offset).ToUniversalTime();
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
