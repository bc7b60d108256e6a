using SmsBridge.Handoff;
using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Handoff;

public sealed class HandoffStepTests
{
    [Fact]
    public void A_handoff_goes_these_ways_and_no_others() =>
        HandoffStep
            .All.SelectMany(s => s.From.DefaultIfEmpty("-"), (s, from) => $"{from} {s.Name} {s.To}")
            .ShouldBe([
                "- begin waiting",
                "waiting accept accepted",
                "accepted accept accepted",
                "accepted lengthen accepted",
                "waiting hold waiting",
                "waiting release released",
                "accepted release released",
                "waiting expire expired",
            ]);

    [Fact]
    public void Every_state_is_reached_and_one_that_is_over_stays_so()
    {
        HandoffStep.All.Select(s => s.To).Distinct().ShouldBe(HandoffState.All, ignoreOrder: true);
        HandoffStep.All.SelectMany(s => s.From).Distinct().ShouldBe(HandoffState.Open, ignoreOrder: true);
    }

    [Fact]
    public void An_end_of_a_thread_releases_its_handoff_unless_it_says_otherwise() =>
        new ThreadEnd(Guid.Empty, "closed").Step.ShouldBe(HandoffStep.Release);

    /// <summary>The statements take the states from the table.</summary>
    [Fact]
    public void Every_statement_that_changes_handoffs_is_guarded_by_the_table()
    {
        var changes = Sources.Files["Handoff/Handoffs.cs"].Split("update handoffs ")[1..];
        changes.Length.ShouldBe(4);
        changes
            .Select(c => c[..c.IndexOf("\"\"\"", StringComparison.Ordinal)])
            .ShouldAllBe(sql => sql.Contains("set state = @to,") && sql.Contains("state = any(@from)"));
    }
}
