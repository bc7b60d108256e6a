using SmsBridge.Messages;
using SmsBridge.Threads.Turns;

namespace SmsBridge.Tests.Threads;

public sealed class BurstTests
{
    [Fact]
    public void All_that_wait_become_one_turn_up_to_20_texts_and_5000_characters()
    {
        Burst.Of(Texts(Enumerable.Repeat(10, 20))).Count.ShouldBe(20);
        Burst.Of(Texts(Enumerable.Repeat(10, 21))).Count.ShouldBe(20);
        Burst.Of(Texts([2500, 2500, 1])).Count.ShouldBe(2);
        Burst.Of(Texts([6000, 1])).Count.ShouldBe(1);
    }

    [Fact]
    public void A_turn_that_may_have_been_asked_is_asked_again_with_the_same_texts()
    {
        var waiting = Texts([1, 1, 1]);

        Burst.Of(waiting, again: true).ShouldBe([waiting[0]]);
        waiting = [waiting[0] with { Asked = true }, waiting[1] with { Asked = true }, waiting[2]];
        Burst.Of(waiting, again: true).ShouldBe(waiting[..2]);
    }

    [Theory]
    [InlineData(2, new double[] { 0 }, 2)]
    [InlineData(2, new double[] { 1.5 }, 0.5)]
    [InlineData(2, new double[] { 2 }, 0)]
    [InlineData(2, new double[] { 5, 0.5 }, 1.5)]
    [InlineData(2, new double[] { 9, 0.5 }, 1)]
    [InlineData(2, new double[] { 10, 0.5 }, 0)]
    [InlineData(8, new double[] { 14, 0 }, 1)]
    [InlineData(0, new double[] { 0, 0 }, 0)]
    public void Each_text_restarts_the_window_and_none_waits_longer_than_five_windows_or_15_seconds(
        int window,
        double[] ages,
        double rest
    ) =>
        Burst
            .Rest([.. ages.Select(a => Text(1) with { Age = TimeSpan.FromSeconds(a) })], TimeSpan.FromSeconds(window))
            .ShouldBe(TimeSpan.FromSeconds(rest));

    [Fact]
    public void A_turn_that_is_full_waits_for_no_more() => Burst.Rest(Texts([4000, 2000]), TimeSpan.FromSeconds(2)).ShouldBe(TimeSpan.Zero);

    private static List<WaitingText> Texts(IEnumerable<int> lengths) => [.. lengths.Select(Text)];

    private static WaitingText Text(int length) => new(Guid.CreateVersion7(), new string('x', length), "SM1", null, null);
}
