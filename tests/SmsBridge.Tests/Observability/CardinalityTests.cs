using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Tests.Observability;

/// <summary>However many people text, and however many numbers there are, the series stay as many.</summary>
public sealed class CardinalityTests
{
    [Fact]
    public async Task Ten_thousand_customers_of_a_thousand_numbers_make_no_more_series_than_a_few()
    {
        await using var scraped = await Scraped.Start(BridgeMetrics.Name);
        var (texts, turns) = (new BridgeMetrics(scraped.Meters), new TurnMetrics(scraped.Meters, TimeProvider.System));
        Text(0, 20);
        var few = await Series();
        few.Count.ShouldBeGreaterThan(10);

        Text(20, 10_000);

        (await Series()).ShouldBe(few);

        void Text(int from, int to)
        {
            foreach (var i in Enumerable.Range(from, to - from))
            {
                var number = $"{(i % 3 == 0 ? "whatsapp:" : "")}+1415555{i % 1000:0000}";
                var customer = $"+1212{5550000 + i}";
                var thread = new ThreadContext(ThreadId.Of(number, customer), number, customer, Channel.Of(number), "idle", null);
                var text = new WaitingText(Guid.CreateVersion7(), "hi", $"SM{i}", null, null)
                {
                    ReadAt = TimeProvider.System.GetTimestamp(),
                };
                texts.TextTaken("new", "support", NumberClass.Of(number));
                texts.TextIgnored("reaction");
                turns.Taken(new TurnOutcome(TurnOutcome.Answered, thread, [text], Next: null) { Agent = "support" });
                turns.Taken(
                    new TurnOutcome(TurnOutcome.Postponed, thread, [text], Next: null)
                    {
                        Failure = new Failure(FailureCategory.Transient, $"{i}"),
                    }
                );
            }
        }

        async Task<List<string>> Series() =>
            [
                .. (await scraped.Lines())
                    .Where(l =>
                        l.StartsWith("smsbridge_te", StringComparison.Ordinal) || l.StartsWith("smsbridge_turn", StringComparison.Ordinal)
                    )
                    .Select(l => l.Split(' ')[0]),
            ];
    }
}
