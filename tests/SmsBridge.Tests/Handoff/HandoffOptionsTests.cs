using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmsBridge.Handoff;
using SmsBridge.Queues;

namespace SmsBridge.Tests.Handoff;

public sealed class HandoffOptionsTests
{
    [Theory]
    [InlineData("billing", "vip", "money")]
    [InlineData("billing", null, "money")]
    [InlineData("Billing", "vip", "money")]
    [InlineData("billing_eu", "vip", "money,euro")]
    [InlineData("billing_us", "vip", "dollar")]
    [InlineData("BILLING_US_2", null, "dollar")]
    [InlineData("billin?", "vip", "vip")]
    [InlineData("other", "vip", "vip")]
    [InlineData(null, "vip", "vip")]
    [InlineData("other", null, "desk")]
    [InlineData(null, null, "desk")]
    [InlineData("", null, "desk")]
    public void A_destinations_queues_come_before_the_numbers_and_that_before_the_default(
        string? destination,
        string? number,
        string queues
    ) =>
        string.Join(
                ',',
                new HandoffOptions
                {
                    Destinations =
                    {
                        ["billing"] = "money",
                        ["billing_*"] = "money, euro,money",
                        ["b*_us*"] = "short",
                        ["billing_us*"] = "dollar",
                        ["x?z"] = "never",
                    },
                }.QueuesFor(destination, number)
            )
            .ShouldBe(queues);

    [Theory]
    [InlineData("anything", "all")]
    [InlineData(null, "desk")]
    [InlineData("", "desk")]
    public void A_star_alone_is_every_destination_that_was_named(string? destination, string queue) =>
        new HandoffOptions { Destinations = { ["*"] = "all" } }
            .QueuesFor(destination, null)
            .ShouldBe([queue]);

    [Fact]
    public void In_a_pattern_a_question_mark_is_a_question_mark() =>
        new HandoffOptions { Destinations = { ["wh?*"] = "q" } }
            .QueuesFor("why", null)
            .ShouldBe(["desk"]);

    [Fact]
    public void Left_out_settings_have_these_values()
    {
        new HandoffOptions().DefaultQueue.ShouldBe("desk");
        new HandoffOptions().DefaultText.ShouldBeNull();
        new HandoffOptions().ExpiredText.ShouldBeNull();
        new HandoffOptions().ControlFor.ShouldBe(TimeSpan.FromDays(1));
        new HandoffOptions().Destinations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("24:00:00", 24)]
    [InlineData("36:00:00", 36)]
    [InlineData("00:30:00", 0.5)]
    public void Control_may_last_longer_than_the_binder_can_read(string text, double hours)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Handoff:ControlFor"] = text })
            .Build();
        using var services = new ServiceCollection().AddHandoff(settings).BuildServiceProvider();
        services.GetRequiredService<IOptions<HandoffOptions>>().Value.ControlFor.ShouldBe(TimeSpan.FromHours(hours));
    }

    [Fact]
    public void Each_mistake_names_its_key_and_its_remedy()
    {
        var queues = new QueuesOptions
        {
            ["desk"] = new() { Type = "memory" },
            ["money"] = new() { Type = "pigeon" },
        };
        var handoff = new HandoffOptions { DefaultQueue = "lost", Destinations = { ["billing"] = "money", ["vip"] = "desk, gone" } };
        handoff.ControlFor = TimeSpan.Zero;
        var validator = new HandoffOptionsValidator(() => [.. queues.Keys]);
        validator
            .Validate(null, handoff)
            .Failures.ShouldBe([
                "Handoff:Destinations:vip is 'gone', which is no queue. Configured under Queues: desk, money.",
                "Handoff:DefaultQueue is 'lost', which is no queue. Configured under Queues: desk, money.",
                "Handoff:ControlFor must be a duration above zero, for example 24:00:00.",
            ]);
        validator.Validate(null, new HandoffOptions()).Succeeded.ShouldBeTrue();
    }
}
