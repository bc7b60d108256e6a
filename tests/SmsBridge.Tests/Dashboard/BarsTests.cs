using SmsBridge.Dashboard;

namespace SmsBridge.Tests.Dashboard;

public sealed class BarsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.3, 0.5)]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(12, 20)]
    [InlineData(1999, 2000)]
    [InlineData(5001, 10_000)]
    public void The_scale_ends_at_a_round_number(double most, double top) => Bars.Top([0, most]).ShouldBe(top, 1e-9);

    [Fact]
    public void Bars_stay_inside_and_what_is_little_is_still_seen()
    {
        var bars = Bars.Of([0, 1, 1000, 5000], 1000).ToList();

        bars.Count.ShouldBe(3);
        bars.ShouldAllBe(b =>
            b.X >= 0 && b.X + b.Width <= Bars.Width && b.Y >= 0 && b.Height >= 1.5 && b.Y + b.Height <= Bars.Height + 1e-9
        );
        bars[1].Height.ShouldBe(Bars.Height);
    }
}
