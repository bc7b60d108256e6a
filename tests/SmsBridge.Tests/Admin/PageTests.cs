using Microsoft.AspNetCore.Http;
using SmsBridge.Hosting;

namespace SmsBridge.Tests.Admin;

public sealed class PageTests
{
    [Theory]
    [InlineData(null, 50)]
    [InlineData(1, 1)]
    [InlineData(500, 500)]
    public void A_page_has_as_many_items_as_asked_for(int? limit, int size) => new PageQuery { Limit = limit }.Size.ShouldBe(size);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(501)]
    public void A_limit_out_of_bounds_is_refused(int limit)
    {
        var error = Should.Throw<BadHttpRequestException>(() => new PageQuery { Limit = limit }.Size);
        error.StatusCode.ShouldBe(400);
        error.Message.ShouldBe($"limit is {limit}; give 1 to 500.");
    }

    [Fact]
    public void One_item_more_than_fits_tells_that_there_is_a_next_page()
    {
        var page = Page.Of([1, 2, 3], size: 2, i => $"+{i}/ü");
        page.Items.ShouldBe([1, 2]);
        page.Next.ShouldNotBeNull().ShouldMatch("^[A-Za-z0-9_-]+$");
        new PageQuery { Cursor = page.Next }.After.ShouldBe("+2/ü");
        Page.Of([1, 2], size: 2, i => $"{i}").ShouldSatisfyAllConditions(p => p.Items.ShouldBe([1, 2]), p => p.Next.ShouldBeNull());
        Page.Of(new List<int>(), size: 2, i => $"{i}").Next.ShouldBeNull();
        new PageQuery().After.ShouldBeNull();
    }

    [Theory]
    [InlineData("!")]
    [InlineData("a b")]
    [InlineData("abcde")]
    public void A_cursor_that_is_none_is_refused(string cursor) =>
        Should.Throw<BadHttpRequestException>(() => new PageQuery { Cursor = cursor }.After).StatusCode.ShouldBe(400);

    [Fact]
    public void A_time_cursor_keeps_every_tick_and_is_in_utc()
    {
        var at = new DateTimeOffset(2026, 11, 1, 14, 0, 0, TimeSpan.FromHours(2)).AddTicks(1234567);
        var id = Guid.Parse("0197f0c0-0000-7000-8000-000000000001");
        var text = new TimeCursor(at, id).ToString();
        text.ShouldBe("2026-11-01T12:00:00.1234567+00:00 0197f0c0-0000-7000-8000-000000000001");
        TimeCursor.Parse(text).ShouldBe(new TimeCursor(at, id));
        TimeCursor.Parse(null).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("+14155550199")]
    [InlineData("2026-11-01T12:00:00.1234567+00:00")]
    [InlineData("2026-11-01 0197f0c0-0000-7000-8000-000000000001")]
    [InlineData("2026-11-01T12:00:00.1234567+00:00 x")]
    [InlineData("2026-11-01T12:00:00.1234567+00:00 0197f0c0-0000-7000-8000-000000000001 x")]
    public void A_cursor_of_another_list_is_refused(string key) =>
        Should
            .Throw<BadHttpRequestException>(() => TimeCursor.Parse(key))
            .Message.ShouldBe("cursor is of another list; leave it out to begin at the first page.");
}
