using SmsBridge.Handoff;

namespace SmsBridge.Tests.Handoff;

public sealed class HandoffSummaryTests
{
    [Theory]
    [InlineData("""{ "summary": " Own. ", "utterance": "u", "text_chat": { "summary": "s" } }""", "Own.")]
    [InlineData("""{ "utterance": "u", "text_chat": { "summary": "s" } }""", "s")]
    [InlineData("""{ "utterance": "u", "summary": "  " }""", "u")]
    [InlineData("""{ "summary": 7, "reason": "r" }""", "Reason: r\nCustomer: hi")]
    [InlineData("[1]", "Customer: hi")]
    public void The_agents_own_words_go_first(string handoff, string summary) => Of(handoff, ("customer", "hi")).ShouldBe(summary);

    [Fact]
    public void Each_line_says_who_wrote_it_and_empty_ones_are_passed_over() =>
        Of("{}", ("customer", "a"), ("agent", "b\nc"), ("customer", ""), ("live-agent", "d"), ("bridge", "e"))
            .ShouldBe("Customer: a\nAgent: b\nc\nLive agent: d\nBridge: e");

    [Fact]
    public void The_newest_lines_are_kept_whole()
    {
        var lines = Enumerable.Range(1, 200).Select(i => ("customer", $"line {i}")).ToArray();

        var summary = Of("""{ "reason": "because" }""", lines);

        summary.Length.ShouldBeInRange(1000, 1024);
        summary.ShouldStartWith("Reason: because\nCustomer: line ");
        summary.ShouldEndWith("\nCustomer: line 199\nCustomer: line 200");
        summary.Split('\n').Skip(1).ShouldAllBe(l => l.StartsWith("Customer: line 1") || l.StartsWith("Customer: line 2"));
    }

    [Fact]
    public void A_newest_line_that_is_too_long_is_cut_at_its_end()
    {
        var summary = Of("""{ "reason": "because" }""", ("customer", "before"), ("customer", new string('x', 5000)));

        summary.Length.ShouldBe(1024);
        summary.ShouldStartWith("Reason: because\nCustomer: xxx");
        summary.ShouldEndWith("x…");
    }

    [Fact]
    public void Nothing_that_people_see_as_one_character_is_cut()
    {
        foreach (var lead in Enumerable.Range(0, 12))
        {
            var family = string.Concat(Enumerable.Repeat("👨‍👩‍👧", 400));
            var summary = Of($$"""{ "summary": "{{new string('x', lead)}}{{family}}" }""");

            summary.Length.ShouldBeInRange(1015, 1024);
            summary[lead..^1].Replace("👨‍👩‍👧", "", StringComparison.Ordinal).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_reason_that_is_a_novel_leaves_room_for_the_lines()
    {
        var summary = Of($$"""{ "reason": "{{new string('r', 3000)}}" }""", ("customer", "help"));

        summary.ShouldStartWith("Reason: rrr");
        summary.ShouldEndWith("…\nCustomer: help");
    }

    [Fact]
    public void With_nothing_said_there_is_nothing_to_sum_up() => Of("{}").ShouldBe("");

    private static string Of(string handoff, params (string From, string Text)[] lines) =>
        HandoffSummary.Of(
            AgentObject.Read(handoff),
            lines.Select(l => new TranscriptLine(l.From, l.Text, DateTimeOffset.UnixEpoch, Guid.Empty, null)).ToList()
        );
}
