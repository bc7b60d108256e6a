using SmsBridge.Queues;
using SmsBridge.Work;

namespace SmsBridge.Tests.Handoff;

public sealed class PublishRetryTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Theory]
    [InlineData(nameof(FailureCategory.Transient))]
    [InlineData(nameof(FailureCategory.RateLimited))]
    [InlineData(nameof(FailureCategory.UnknownOutcome))]
    public void What_may_pass_is_tried_for_a_day_however_often_that_is(string category)
    {
        After(category, attempts: 5000, left: TimeSpan.FromHours(1)).ShouldBe(TimeSpan.FromSeconds(30));
        After(category, attempts: 0, left: TimeSpan.FromMilliseconds(1)).ShouldBe(TimeSpan.FromMilliseconds(1));
        After(category, attempts: 0, left: TimeSpan.Zero).ShouldBeNull();
    }

    [Fact]
    public void Refused_credentials_have_no_limit_and_a_refused_event_has_no_second_try()
    {
        After(nameof(FailureCategory.Credentials), 5000, -Day).ShouldBe(TimeSpan.FromSeconds(30));
        After(nameof(FailureCategory.Rejected), 0, Day).ShouldBeNull();
    }

    [Fact]
    public void A_receiver_may_ask_for_more_time_than_usual_and_for_no_more_than_the_day()
    {
        After(nameof(FailureCategory.RateLimited), 0, Day, TimeSpan.FromHours(2)).ShouldBe(TimeSpan.FromHours(2));
        After(nameof(FailureCategory.Transient), 0, TimeSpan.FromHours(1), TimeSpan.FromDays(7)).ShouldBe(TimeSpan.FromHours(1));
    }

    private static TimeSpan? After(string category, int attempts, TimeSpan left, TimeSpan? asked = null) =>
        PublishRetry.After(new Failure(Enum.Parse<FailureCategory>(category), "why", RetryAfter: asked), attempts, left, random: 1);
}
