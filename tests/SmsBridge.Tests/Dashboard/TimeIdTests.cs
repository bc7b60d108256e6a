using SmsBridge.Dashboard;

namespace SmsBridge.Tests.Dashboard;

public sealed class TimeIdTests
{
    [Fact]
    public void No_id_of_a_moment_is_before_its_floor_and_every_earlier_one_is()
    {
        var at = new DateTimeOffset(2026, 11, 21, 13, 5, 9, 250, TimeSpan.Zero);
        var floor = Text(TimeId.From(at));

        for (var i = 0; i < 100; i++)
        {
            string.CompareOrdinal(Text(Guid.CreateVersion7(at)), floor).ShouldBeGreaterThan(0);
            string.CompareOrdinal(Text(Guid.CreateVersion7(at.AddMilliseconds(-1))), floor).ShouldBeLessThan(0);
        }
    }

    /// <summary>Postgres compares ids byte by byte, as their text is compared.</summary>
    private static string Text(Guid id) => id.ToString();
}
