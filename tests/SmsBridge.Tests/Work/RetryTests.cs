using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class RetryTests
{
    /// <summary>Seconds at the least and the most; none: give up.</summary>
    [Theory]
    [InlineData(nameof(FailureCategory.Transient), 0, 0.5, 1.0, true)]
    [InlineData(nameof(FailureCategory.Transient), 3, 4.0, 8.0, true)]
    [InlineData(nameof(FailureCategory.Transient), 499, 15.0, 30.0, true)]
    [InlineData(nameof(FailureCategory.Transient), 500, null, null, true)]
    [InlineData(nameof(FailureCategory.RateLimited), 0, 0.5, 1.0, false)]
    [InlineData(nameof(FailureCategory.RateLimited), 100_000, 15.0, 30.0, false)]
    [InlineData(nameof(FailureCategory.UnknownOutcome), 0, 2.0, 4.0, true)]
    [InlineData(nameof(FailureCategory.UnknownOutcome), 10, 15.0, 30.0, true)]
    [InlineData(nameof(FailureCategory.ConversationGone), 0, 0.5, 1.0, true)]
    [InlineData(nameof(FailureCategory.Credentials), 0, 15.0, 30.0, false)]
    [InlineData(nameof(FailureCategory.Credentials), 100_000, 15.0, 30.0, false)]
    [InlineData(nameof(FailureCategory.Rejected), 0, null, null, true)]
    [InlineData(nameof(FailureCategory.OptedOut), 0, null, null, true)]
    public void The_category_decides_whether_and_when(string category, int attempts, double? least, double? most, bool counts)
    {
        var failure = new Failure(Enum.Parse<FailureCategory>(category), "why");
        var (early, late) = (Retry.Decide(failure, attempts, 0), Retry.Decide(failure, attempts, 1));
        early.After?.TotalSeconds.ShouldBe(least!.Value, 0.001);
        late.After?.TotalSeconds.ShouldBe(most!.Value, 0.001);
        (early.After is null, late.After is null).ShouldBe((least is null, most is null));
        early.CountsAsAttempt.ShouldBe(counts);
    }

    [Fact]
    public void Every_category_has_a_decision()
    {
        foreach (var category in Enum.GetValues<FailureCategory>())
        {
            var decision = Retry.Decide(new Failure(category, "why"), attempts: 1, random: 0.5);
            (decision.After ?? TimeSpan.FromSeconds(1)).ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(60));
        }
    }

    [Theory]
    [InlineData(nameof(FailureCategory.Transient), 120, 120.0)]
    [InlineData(nameof(FailureCategory.RateLimited), 120, 120.0)]
    [InlineData(nameof(FailureCategory.Transient), 0, 1.0)]
    [InlineData(nameof(FailureCategory.RateLimited), 0, 1.0)]
    public void What_the_provider_asked_for_counts_where_it_is_longer(string category, int asked, double seconds) =>
        Retry
            .Decide(new Failure(Enum.Parse<FailureCategory>(category), "why", RetryAfter: TimeSpan.FromSeconds(asked)), 0, 1)
            .After!.Value.TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public void Waiting_grows_twofold_to_30_s_and_is_spread_over_its_upper_half()
    {
        var random = new Random(20261101);
        for (var attempts = 0; attempts < 2000; attempts++)
        {
            var full = Math.Min(Math.Pow(2, Math.Min(attempts, 10)), 30);
            Retry.Backoff(attempts, random.NextDouble()).TotalSeconds.ShouldBeInRange(full / 2, full);
        }

        Retry.Backoff(int.MaxValue, 0.999).TotalSeconds.ShouldBeLessThanOrEqualTo(30);
    }
}
