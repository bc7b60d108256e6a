using System.Globalization;
using SmsBridge.Numbers;

namespace SmsBridge.Tests.Numbers;

public sealed class BusinessHoursTests
{
    private static readonly BusinessHours Shop = new()
    {
        TimeZone = "America/New_York",
        Open = new()
        {
            ["mon"] = ["09:00-12:00", "13:00-17:30"],
            ["fri"] = ["22:00-02:00"],
            ["sat"] = ["22:00-00:00"],
            ["sun"] = ["00:00-24:00"],
        },
        ClosedDates = ["2026-05-25"],
    };

    [Theory]
    [InlineData("2026-11-23T14:00:00Z", true)] // Monday 09:00
    [InlineData("2026-11-23T13:59:59Z", false)]
    [InlineData("2026-11-23T16:59:59Z", true)]
    [InlineData("2026-11-23T17:00:00Z", false)] // 12:00: an end is not within
    [InlineData("2026-11-23T18:00:00Z", true)]
    [InlineData("2026-11-23T22:29:59Z", true)]
    [InlineData("2026-11-23T22:30:00Z", false)]
    [InlineData("2026-11-24T15:00:00Z", false)] // Tuesday has no spans
    [InlineData("2026-11-29T05:00:00Z", true)] // Sunday 00:00
    [InlineData("2026-11-30T04:59:59Z", true)] // Sunday 23:59:59
    [InlineData("2026-11-30T05:00:00Z", false)]
    public void Each_day_has_its_own_spans(string at, bool open) => IsOpen(Shop, at).ShouldBe(open);

    [Theory]
    [InlineData("2026-11-28T02:59:59Z", false)] // Friday 21:59:59
    [InlineData("2026-11-28T03:00:00Z", true)]
    [InlineData("2026-11-28T06:59:59Z", true)] // Saturday 01:59:59
    [InlineData("2026-11-28T07:00:00Z", false)]
    [InlineData("2026-11-29T04:59:59Z", true)] // Saturday 23:59:59
    public void A_span_over_midnight_ends_on_the_next_day(string at, bool open) => IsOpen(Shop, at).ShouldBe(open);

    [Theory]
    [InlineData("2026-03-06T14:30:00Z", true)] // Friday before: 09:30
    [InlineData("2026-03-09T13:30:00Z", true)] // Monday after: 09:30 again, an hour earlier
    [InlineData("2026-03-09T12:59:59Z", false)]
    [InlineData("2026-11-02T14:00:00Z", true)]
    [InlineData("2026-11-02T13:30:00Z", false)]
    public void The_clock_on_the_wall_decides_across_summer_time(string at, bool open) =>
        IsOpen(
                Shop with
                {
                    Open = new() { ["mon"] = ["09:00-17:00"], ["fri"] = ["09:00-17:00"] },
                },
                at
            )
            .ShouldBe(open);

    [Fact]
    public void The_hour_that_comes_twice_is_open_twice_and_the_one_that_is_skipped_harms_nobody()
    {
        var night = Shop with { Open = new() { ["sun"] = ["01:00-02:00", "02:30-03:30"] } };

        IsOpen(night, "2026-11-01T05:30:00Z").ShouldBe(true);
        IsOpen(night, "2026-11-01T06:30:00Z").ShouldBe(true);
        IsOpen(night, "2026-03-08T07:15:00Z").ShouldBe(true);
        IsOpen(night, "2026-03-08T07:30:00Z").ShouldBe(false);
    }

    [Fact]
    public void No_span_begins_on_a_closed_date()
    {
        IsOpen(Shop, "2026-05-25T14:00:00Z").ShouldBe(false);
        IsOpen(Shop, "2026-06-01T14:00:00Z").ShouldBe(true);
        var nights = Shop with
        {
            Open = new() { ["sun"] = ["22:00-06:00"], ["mon"] = ["22:00-06:00"] },
        };
        IsOpen(nights, "2026-05-25T08:00:00Z").ShouldBe(true, "it began the day before");
        IsOpen(nights, "2026-05-26T03:00:00Z").ShouldBe(false);
        IsOpen(nights, "2026-05-26T08:00:00Z").ShouldBe(false);
    }

    [Fact]
    public void A_time_zone_that_this_machine_does_not_know_says_nothing() =>
        IsOpen(Shop with { TimeZone = "Mars/Olympus" }, "2026-05-25T14:00:00Z").ShouldBeNull();

    [Fact]
    public void Hours_in_order_have_no_mistakes() => Shop.Mistakes().ShouldBeEmpty();

    [Theory]
    [InlineData("9:00-17:00")]
    [InlineData("09:00")]
    [InlineData("09:00-09:00")]
    [InlineData("24:00-06:00")]
    [InlineData("09:00-25:00")]
    [InlineData("09:60-10:00")]
    [InlineData("09:00 - 17:00")]
    [InlineData("")]
    [InlineData(null)]
    public void A_bad_span_is_named(string? span) =>
        (Shop with { Open = new() { ["mon"] = ["09:00-12:00", span!] } })
            .Mistakes()
            .ShouldBe([("open.mon", $"'{span}' is no span; write hh:mm-hh:mm, for example 09:00-17:30, and 00:00-24:00 for a whole day.")]);

    [Fact]
    public void Every_mistake_is_told_with_its_member() =>
        new BusinessHours
        {
            TimeZone = "Mars/Olympus",
            Open = new() { ["monday"] = [], ["tue"] = null! },
            ClosedDates = ["2026-12-25", "25.12.2026"],
        }
            .Mistakes()
            .ShouldBe([
                ("timeZone", "The time zone 'Mars/Olympus' is not known here; write an IANA name, for example America/New_York."),
                ("open.monday", "'monday' is no day; use mon, tue, wed, thu, fri, sat, sun."),
                ("open.tue", "Give a list of spans; an empty one for a closed day."),
                ("closedDates", "'25.12.2026' is no date; write yyyy-mm-dd, for example 2026-12-25."),
            ]);

    private static bool? IsOpen(BusinessHours hours, string at) => hours.IsOpen(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));
}
