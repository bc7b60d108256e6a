using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Tests.Sandbox;

public sealed class JournalTests
{
    private readonly Journal<string> journal = new(TimeProvider.System, text => text[..1]);

    [Fact]
    public async Task Next_hands_out_each_record_of_a_key_once_and_waits_for_more()
    {
        journal.Add("a1");
        journal.Add("b1");
        (await journal.Next("a", TimeSpan.FromSeconds(5))).ShouldBe("a1");

        var second = journal.Next("a", TimeSpan.FromSeconds(5));
        second.IsCompleted.ShouldBeFalse();
        journal.Add("a2");

        (await second).ShouldBe("a2");
    }

    [Fact]
    public async Task A_wait_that_times_out_says_what_there_was_and_takes_nothing()
    {
        journal.Add("a1");
        await journal.Next("a", TimeSpan.FromSeconds(5));
        var timeout = await Should.ThrowAsync<TimeoutException>(() => journal.Next("a", TimeSpan.FromMilliseconds(20)));
        timeout.Message.ShouldContain("1 recorded");

        journal.Add("a2");
        (await journal.Next("a", TimeSpan.FromSeconds(5))).ShouldBe("a2");
    }

    [Fact]
    public async Task Counts_and_matches_are_awaited_across_past_and_future()
    {
        journal.Add("a1");
        var three = journal.WaitForCount(3, TimeSpan.FromSeconds(5));
        var match = journal.WaitFor(text => text == "b2", TimeSpan.FromSeconds(5));
        journal.Add("b1");
        three.IsCompleted.ShouldBeFalse();
        journal.Add("b2");

        (await three).ShouldBe(["a1", "b1", "b2"]);
        (await match).ShouldBe("b2");
        (await journal.WaitForCount("b", 2, TimeSpan.FromSeconds(5))).ShouldBe(["b1", "b2"]);
    }
}
