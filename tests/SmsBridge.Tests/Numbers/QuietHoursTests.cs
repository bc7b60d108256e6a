using System.Globalization;
using PhoneNumbers;
using SmsBridge.Numbers;

namespace SmsBridge.Tests.Numbers;

public sealed class QuietHoursTests
{
    private const string NewYork = "America/New_York";
    private const string Chicago = "America/Chicago";
    private static readonly QuietHours Night = new() { From = "21:00", To = "08:00" };

    [Theory]
    [InlineData("2026-07-01T20:59:59-04:00", "2026-07-01T20:59:59-04:00")]
    [InlineData("2026-07-01T21:00:00-04:00", "2026-07-02T08:00:00-04:00")]
    [InlineData("2026-07-01T23:59:59-04:00", "2026-07-02T08:00:00-04:00")]
    [InlineData("2026-07-02T00:00:00-04:00", "2026-07-02T08:00:00-04:00")]
    [InlineData("2026-07-02T07:59:59-04:00", "2026-07-02T08:00:00-04:00")]
    [InlineData("2026-07-02T08:00:00-04:00", "2026-07-02T08:00:00-04:00")]
    [InlineData("2026-07-02T03:00:00Z", "2026-07-02T12:00:00Z")]
    public void What_falls_into_the_night_waits_for_the_morning(string at, string expected) =>
        Night.NextAllowed(At(at), [NewYork]).ShouldBe(At(expected));

    [Theory]
    [InlineData("2026-07-01T13:30:00-04:00", "2026-07-01T15:00:00-04:00")]
    [InlineData("2026-07-01T15:00:00-04:00", "2026-07-01T15:00:00-04:00")]
    [InlineData("2026-07-01T12:59:00-04:00", "2026-07-01T12:59:00-04:00")]
    public void They_may_lie_within_a_day(string at, string expected) =>
        (Night with { From = "13:00", To = "15:00" }).NextAllowed(At(at), [NewYork]).ShouldBe(At(expected));

    [Theory]
    [InlineData("2026-07-01T20:30:00-05:00", "2026-07-02T08:00:00-05:00")]
    [InlineData("2026-07-02T07:30:00-05:00", "2026-07-02T08:00:00-05:00")]
    [InlineData("2026-07-01T19:30:00-05:00", "2026-07-01T19:30:00-05:00")]
    public void A_customer_who_may_be_in_two_zones_is_texted_when_it_is_quiet_in_neither(string at, string expected) =>
        Night.NextAllowed(At(at), [NewYork, Chicago]).ShouldBe(At(expected));

    [Theory]
    [InlineData("01:30", "2026-11-01T00:00:00-04:00", "2026-11-01T01:30:00-05:00")]
    [InlineData("08:00", "2026-11-01T00:00:00-04:00", "2026-11-01T08:00:00-05:00")]
    [InlineData("02:30", "2026-03-08T00:00:00-05:00", "2026-03-08T03:30:00-04:00")]
    [InlineData("08:00", "2026-03-08T00:00:00-05:00", "2026-03-08T08:00:00-04:00")]
    public void Where_the_clock_is_set_the_night_ends_when_it_is_over_for_certain(string to, string at, string expected) =>
        (Night with { To = to }).NextAllowed(At(at), [NewYork]).ShouldBe(At(expected));

    [Fact]
    public void Without_a_zone_that_is_known_nothing_waits() =>
        Night.NextAllowed(At("2026-07-01T23:00:00Z"), ["No/Where"]).ShouldBe(At("2026-07-01T23:00:00Z"));

    [Fact]
    public void The_longest_quiet_hours_leave_some_time_in_every_area_and_country()
    {
        var longest = new QuietHours { From = "14:00", To = "08:00" };
        longest.Mistakes().ShouldBeEmpty();
        foreach (var zones in Enumerable.Range(200, 800).Select(a => $"+1{a}5550100").Concat(Examples()).Select(CustomerZones.Of))
        {
            longest.NextAllowed(At("2026-07-01T14:00:00Z"), zones).ShouldBeLessThan(At("2026-07-04T00:00:00Z"), string.Join(", ", zones));
        }
    }

    [Theory]
    [InlineData("9 pm", "08:00", "from", "hh:mm")]
    [InlineData("24:00", "08:00", "from", "hh:mm")]
    [InlineData("21:00", "8", "to", "hh:mm")]
    [InlineData("21:00", "21:00", "to", "18 hours")]
    [InlineData("13:59", "08:00", "to", "18 hours")]
    public void What_cannot_be_kept_is_named(string from, string to, string member, string says)
    {
        var (where, error) = new QuietHours { From = from, To = to }
            .Mistakes()
            .ShouldHaveSingleItem();
        where.ShouldBe(member);
        error.ShouldContain(says);
    }

    [Fact]
    public void An_unknown_time_zone_is_named() =>
        (Night with { TimeZone = "Mars/North" }).Mistakes().ShouldHaveSingleItem().Error.ShouldContain("Mars/North");

    [Theory]
    [InlineData("+12125550100", NewYork)]
    [InlineData("+13125550100", Chicago)]
    [InlineData("+13035550100", "America/Denver")]
    [InlineData("+14155550100", "America/Los_Angeles")]
    [InlineData("+16025550100", "America/Phoenix")]
    [InlineData("+18085550100", "Pacific/Honolulu")]
    [InlineData("+19155550100", "America/Denver")]
    [InlineData("+13405550100", "America/Puerto_Rico")]
    [InlineData("+14165550100", "America/Toronto")]
    [InlineData("+18505550100", NewYork, Chicago)]
    [InlineData("+12085550100", "America/Denver", "America/Los_Angeles")]
    [InlineData("+13145570100", Chicago)]
    [InlineData("+15575550100", Chicago)]
    [InlineData("+16895550100", NewYork)]
    [InlineData("whatsapp:+442079460958", "Europe/London")]
    [InlineData("+4930123456", "Europe/Berlin")]
    [InlineData("+34612345678", "Atlantic/Canary", "Europe/Madrid")]
    [InlineData("+34911234567", "Europe/Madrid")]
    [InlineData("+74951234567", "Europe/Moscow")]
    [InlineData("+5592912345678", "America/Manaus")]
    [InlineData("+18005550100")]
    [InlineData("+79161234567")]
    [InlineData("+881612345678")]
    [InlineData("+999123456")]
    [InlineData("rcs:agent")]
    public void The_number_tells_where_the_customer_may_be(string customer, params string[] zones) =>
        CustomerZones.Of(customer).ShouldBe(zones);

    /// <summary>The library names the zone of a neighbour where the clocks agree, so the clocks are compared.</summary>
    [Theory]
    [InlineData("+353123456", "Europe/Dublin")]
    [InlineData("+353851234567", "Europe/Dublin")]
    [InlineData("+447400123456", "Europe/London")]
    [InlineData("+447700900123", "Europe/London")]
    [InlineData("+37251234567", "Europe/Tallinn")]
    [InlineData("+919876543210", "Asia/Kolkata")]
    [InlineData("+212612345678", "Africa/Casablanca")]
    [InlineData("+213551234567", "Africa/Algiers")]
    [InlineData("+218912345678", "Africa/Tripoli")]
    [InlineData("+211977123456", "Africa/Juba")]
    [InlineData("+50581234567", "America/Managua")]
    [InlineData("+970599123456", "Asia/Gaza")]
    [InlineData("+525512345678", "America/Mexico_City")]
    public void A_customer_has_the_clock_of_the_country(string customer, string zone)
    {
        foreach (var month in Enumerable.Range(1, 12))
        {
            var noon = new DateTime(2026, month, 15, 12, 0, 0, DateTimeKind.Utc);
            CustomerZones.Of(customer).Select(z => Offset(z, noon)).Distinct().ShouldHaveSingleItem().ShouldBe(Offset(zone, noon));
        }
    }

    [Theory]
    [InlineData("+61412345678", "Australia/Perth", "Australia/Sydney")]
    [InlineData("+56961234567", "America/Santiago", "America/Punta_Arenas", "Pacific/Easter")]
    [InlineData("+351912345678", "Europe/Lisbon", "Atlantic/Azores")]
    public void A_mobile_number_of_a_country_with_several_zones_has_them_all(string customer, params string[] zones) =>
        zones.Except(CustomerZones.Of(customer)).ShouldBeEmpty();

    [Fact]
    public void This_machine_knows_every_zone_that_a_number_tells()
    {
        var zones = Enumerable
            .Range(200, 800)
            .Select(a => $"+1{a}5550100")
            .Concat(Examples())
            .SelectMany(CustomerZones.Of)
            .Distinct()
            .ToList();
        zones.Count.ShouldBeGreaterThan(150);
        zones.Where(z => !TimeZoneInfo.TryFindSystemTimeZoneById(z, out _)).ShouldBeEmpty();
    }

    [Fact]
    public void Who_asks_goes_before_the_number_and_that_before_the_document()
    {
        var hours = new BusinessHours { TimeZone = "Europe/Rome" };
        var number = new NumberDocument
        {
            Number = "+14155550199",
            TwilioAccount = "main",
            Agent = "support",
            QuietHours = Night with { TimeZone = "Asia/Tokyo" },
            Handoff = new() { BusinessHours = hours },
        };
        CustomerZones.For(number, "+12125550100", "Asia/Dubai").ShouldBe(["Asia/Dubai"]);
        CustomerZones.For(number, "+12125550100", null).ShouldBe([NewYork]);
        CustomerZones.For(number, "+79161234567", null).ShouldBe(["Asia/Tokyo"]);
        CustomerZones.For(number with { QuietHours = Night }, "+79161234567", null).ShouldBe(["Europe/Rome"]);
        CustomerZones.For(number with { QuietHours = Night, Handoff = new() }, "+79161234567", null).ShouldBe(["Etc/UTC"]);
    }

    private static TimeSpan Offset(string zone, DateTime at) => TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(at);

    /// <summary>A mobile and a fixed number of each country.</summary>
    private static IEnumerable<string> Examples()
    {
        var util = PhoneNumberUtil.GetInstance();
        return from country in util.GetSupportedRegions()
            from kind in new[] { PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE }
            let example = util.GetExampleNumberForType(country, kind)
            where example is not null
            select util.Format(example, PhoneNumberFormat.E164);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
