using SmsBridge.Dashboard;

namespace SmsBridge.Tests.Dashboard;

public sealed class ConsoleOptionsTests
{
    [Fact]
    public void A_session_lasts_half_a_day() => new ConsoleOptions().SessionLifetime.ShouldBe(TimeSpan.FromHours(12));

    [Theory]
    [InlineData("00:00:00", false)]
    [InlineData("-01:00:00", false)]
    [InlineData("7.00:00:01", false)]
    [InlineData("7.00:00:00", true)]
    public void Its_length_has_bounds_which_the_error_names(string length, bool good)
    {
        var result = new ConsoleOptionsValidator().Validate(null, new ConsoleOptions { SessionLifetime = TimeSpan.Parse(length) });

        result.Succeeded.ShouldBe(good);
        if (!good)
        {
            result.FailureMessage.ShouldBe("Console:SessionLifetime must be above zero and at most 168:00:00, for example 12:00:00.");
        }
    }
}
