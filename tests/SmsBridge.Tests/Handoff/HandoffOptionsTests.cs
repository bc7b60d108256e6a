using Microsoft.Extensions.Options;
using SmsBridge.Handoff;
using SmsBridge.Work;

namespace SmsBridge.Tests.Handoff;

public sealed class HandoffOptionsTests
{
    [Theory]
    [InlineData("billing", "vip", "money")]
    [InlineData("billing", null, "money")]
    [InlineData("other", "vip", "vip")]
    [InlineData("Billing", "vip", "vip")]
    [InlineData(null, "vip", "vip")]
    [InlineData("other", null, "desk")]
    [InlineData(null, null, "desk")]
    [InlineData("", null, "desk")]
    public void A_destinations_queue_comes_before_the_numbers_and_that_before_the_default(
        string? destination,
        string? number,
        string queue
    ) =>
        new HandoffOptions { Destinations = { ["billing"] = "money" } }
            .QueueFor(destination, number)
            .ShouldBe(queue);

    [Fact]
    public void Left_out_settings_have_these_values()
    {
        new HandoffOptions().DefaultQueue.ShouldBe("desk");
        new HandoffOptions().DefaultText.ShouldBe("One moment please, we are connecting you with a member of our team.");
        new HandoffOptions().Destinations.ShouldBeEmpty();
    }

    [Fact]
    public void Each_mistake_names_its_key_and_its_remedy()
    {
        var queues = new QueuesOptions
        {
            ["desk"] = new() { Type = "memory" },
            ["money"] = new() { Type = "pigeon" },
        };
        new QueuesOptionsValidator([new QueueKind("memory")])
            .Validate(null, queues)
            .Failures.ShouldBe(["Queues:money:Type is 'pigeon'. Known types: memory."]);
        var handoff = new HandoffOptions { DefaultQueue = "lost", Destinations = { ["billing"] = "money", ["vip"] = "gone" } };
        var validator = new HandoffOptionsValidator(() => [.. queues.Keys]);
        validator
            .Validate(null, handoff)
            .Failures.ShouldBe([
                "Handoff:Destinations:vip is 'gone', which is no queue. Configured under Queues: desk, money.",
                "Handoff:DefaultQueue is 'lost', which is no queue. Configured under Queues: desk, money.",
            ]);
        validator.Validate(null, new HandoffOptions()).Succeeded.ShouldBeTrue();
    }
}
