using SmsBridge.Numbers;

namespace SmsBridge.Tests.Threads;

public sealed class LimitsOptionsTests
{
    [Fact]
    public void Left_out_settings_have_these_values()
    {
        var options = new LimitsOptions();
        options.PerSenderPerMinute.ShouldBe(10);
        options.RepeatsToBlock.ShouldBe(5);
        options.RepeatWindow.ShouldBe(TimeSpan.FromMinutes(5));
        options.LoopsToBlock.ShouldBe(5);
        options.LoopAnswerWithin.ShouldBe(TimeSpan.FromSeconds(15));
        options.BlockFor.ShouldBe(TimeSpan.FromMinutes(10));
        options.SegmentsPerCustomerPerDay.ShouldBe(200);
        new LimitsOptionsValidator().Validate(null, options).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Every_mistake_is_told_with_its_key_and_remedy() =>
        new LimitsOptionsValidator()
            .Validate(
                null,
                new LimitsOptions
                {
                    PerSenderPerMinute = -1,
                    RepeatsToBlock = 1,
                    RepeatWindow = TimeSpan.FromMinutes(11),
                    LoopsToBlock = 51,
                    LoopAnswerWithin = TimeSpan.Zero,
                    BlockFor = TimeSpan.Zero,
                    SegmentsPerCustomerPerDay = -1,
                }
            )
            .Failures.ShouldBe([
                "Limits:PerSenderPerMinute must be from 0 (off) to 1000.",
                "Limits:RepeatsToBlock must be 0 (off) or from 2 to 50.",
                "Limits:LoopsToBlock must be 0 (off) or from 2 to 50.",
                "Limits:RepeatWindow must be above zero and at most 00:10:00.",
                "Limits:LoopAnswerWithin must be above zero and at most 00:10:00.",
                "Limits:BlockFor must be a duration above zero, for example 00:10:00.",
                "Limits:SegmentsPerCustomerPerDay must be from 0 (off) to 10000000.",
            ]);
}
