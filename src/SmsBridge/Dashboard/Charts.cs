namespace SmsBridge.Dashboard;

/// <summary>What one chart says.</summary>
internal sealed record ChartModel(
    string Title,
    string Now,
    string Detail,
    string Summary,
    string From,
    IReadOnlyList<double> Values,
    IReadOnlyList<double>? Second = null,
    (string First, string Second)? Keys = null,
    bool IsTime = false,
    string? Tone = null
);

/// <summary>The charts of the overview, from what was counted.</summary>
internal static class Charts
{
    private const string Hour = "60 min ago";

    public static IEnumerable<ChartModel> Of(OverviewModel model)
    {
        if (model.Traffic is { } traffic)
        {
            yield return Texts(traffic);
            yield return Answers(traffic);
        }

        yield return People(model.People);
        yield return Failures(model.Work);
    }

    private static ChartModel Texts(Traffic traffic)
    {
        var (received, sent) = (traffic.Minutes.Sum(m => m.Received), traffic.Minutes.Sum(m => m.Sent));
        // The minute under way is not over.
        var now = traffic.Minutes[^2].Received;
        var busiest = traffic.Minutes.Select((m, i) => (m.Received, At: traffic.Begin.AddMinutes(i))).MaxBy(m => m.Received);
        return new ChartModel(
            "Texts a minute",
            $"{now}",
            $"{received:N0} in, {sent:N0} out within the hour",
            $"Texts a minute over the last hour: {received} received and {sent} sent, {now} received in the last whole minute"
                + (busiest.Received > 0 ? $", most at {busiest.At:HH:mm} UTC with {busiest.Received}." : "."),
            Hour,
            [.. traffic.Minutes.Select(m => (double)m.Received)],
            [.. traffic.Minutes.Select(m => (double)m.Sent)],
            ("in", "out")
        );
    }

    private static ChartModel Answers(Traffic traffic)
    {
        var last = traffic.Minutes.LastOrDefault(m => m.Answer is not null);
        var slowest = traffic.Minutes.Max(m => m.SlowAnswer);
        return new ChartModel(
            "Answer time",
            last is null ? "–" : Show.Seconds(last.Answer!.Value),
            last is null ? "no text was answered within the hour" : $"the agent's share: {Show.Seconds(last.Agent!.Value)}",
            last is null
                ? "Answer time over the last hour: no text was answered."
                : $"Answer time over the last hour, from the customer's text to the reply: in the latest minute half within {Show.Seconds(last.Answer!.Value)}; "
                    + $"the slowest minute had 1 in 20 above {Show.Seconds(slowest!.Value)}.",
            Hour,
            [.. traffic.Minutes.Select(m => m.Answer ?? 0)],
            [.. traffic.Minutes.Select(m => m.SlowAnswer ?? 0)],
            ("half of them", "19 of 20"),
            IsTime: true
        );
    }

    private static ChartModel People(PeopleState people) =>
        new(
            "Waiting handoffs",
            $"{people.Waiting}",
            $"{people.WithPeople:N0} with people",
            $"Customers waiting for people over the last hour: now {people.Waiting}, at most {people.ByMinute.Max()}.",
            Hour,
            [.. people.ByMinute.Select(n => (double)n)],
            Tone: people.Late > 0 ? "warm" : null
        );

    private static ChartModel Failures(WorkState work) =>
        new(
            "Failures an hour",
            $"{work.FailuresByHour[^1]}",
            $"{work.FailuresByHour.Sum():N0} within 24 hours",
            $"Work that gave up, by hour over the last 24 hours: {work.FailuresByHour[^1]} in the last hour, {work.FailuresByHour.Sum()} in all.",
            "24 h ago",
            [.. work.FailuresByHour.Select(n => (double)n)],
            Tone: "bad"
        );
}
