using SmsBridge.Queues;

namespace SmsBridge.Tests.Handoff;

public sealed class SubscriptionTests
{
    [Theory]
    [InlineData("", "requested message released expired")]
    [InlineData("message", "message")]
    [InlineData("smsbridge.handoff.delivery.v1", "delivery")]
    [InlineData("requested accepted", "requested accepted")]
    [InlineData("*", "requested message released expired accepted delivery")]
    public void A_queue_gets_the_types_that_it_lists(string events, string got)
    {
        var subscription = new Subscription(events.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Subscription.Words.Where(w => subscription.Includes($"smsbridge.handoff.{w}.v1")).ShouldBe(got.Split(' '));
    }

    [Fact]
    public void All_means_also_the_types_that_are_still_to_come() =>
        new Subscription(["*"]).Includes("smsbridge.handoff.letter.v2").ShouldBeTrue();
}
