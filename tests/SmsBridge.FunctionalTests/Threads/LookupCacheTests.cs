using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmsBridge.Observability;
using SmsBridge.Threads.Lookups;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>A lookup by itself, over a real connection.</summary>
public sealed class LookupCacheTests
{
    [Fact]
    public async Task Who_asks_the_same_at_once_shares_one_call_and_one_who_leaves_does_not_take_it_along()
    {
        var held = new TaskCompletionSource<Reply>();
        await using var crm = await ScriptedServer.Start(_ => held.Task);
        await using var services = Services();
        using var lookup = Lookup(services, crm);
        using var gone = new CancellationTokenSource();

        var leaver = lookup.Find(Question("+14155550101"), gone.Token);
        var others = Enumerable.Range(0, 10).Select(_ => lookup.Find(Question("+14155550101"), CancellationToken.None)).ToList();
        await Eventually.Holds(() => crm.Calls.Count > 0, "the lookup is asked");
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaver);
        held.SetResult(Crm.Answer("""{ "tier": "gold" }"""));

        foreach (var answer in await Task.WhenAll(others))
        {
            answer.Attributes["tier"].GetString().ShouldBe("gold");
        }

        crm.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_customer_number_or_text_is_another_question()
    {
        await using var crm = await Crm.Knows("{}");
        await using var services = Services();
        using var lookup = Lookup(services, crm);

        foreach (
            var question in new[]
            {
                Question("+14155550101"),
                Question("+14155550102"),
                Question("+14155550101") with
                {
                    Number = "+14155550142",
                },
                Question("+14155550101") with
                {
                    Text = "hi",
                },
                Question("+14155550101"),
            }
        )
        {
            await lookup.Find(question, CancellationToken.None);
        }

        crm.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_kept_answer_is_asked_again_when_its_time_is_over()
    {
        await using var crm = await Crm.Knows("{}");
        await using var services = Services();
        using var lookup = Lookup(services, crm, TimeSpan.FromMilliseconds(200));

        await lookup.Find(Question("+14155550101"), CancellationToken.None);
        await Eventually.Holds(
            async () =>
            {
                await lookup.Find(Question("+14155550101"), CancellationToken.None);
                return crm.Calls.Count == 2;
            },
            "the second call"
        );
    }

    [Fact]
    public async Task However_many_customers_text_the_kept_answers_stay_within_16_MB()
    {
        await using var crm = await Crm.Knows($$"""{ "x": "{{new string('x', 16_000)}}" }""");
        await using var services = Services();
        using var lookup = Lookup(services, crm);
        var customers = Enumerable.Range(0, 1200).Select(i => Question($"+1415556{i:0000}")).ToList();

        for (var round = 1; round <= 2; round++)
        {
            foreach (var some in customers.Chunk(20))
            {
                await Task.WhenAll(some.Select(q => lookup.Find(q, CancellationToken.None)));
            }
        }

        // 16 MB hold no more than 1024 of these answers; so the second round asks for the others again.
        crm.Calls.Count.ShouldBeGreaterThanOrEqualTo(1200 + (1200 - 1024));
    }

    private static ServiceProvider Services() => new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static Lookup Lookup(ServiceProvider services, ScriptedServer crm, TimeSpan? cacheFor = null)
    {
        var options = new LookupOptions
        {
            Url = crm.Address,
            Secret = Crm.Secret,
            Timeout = TimeSpan.FromSeconds(10),
            CacheFor = cacheFor ?? TimeSpan.FromMinutes(5),
        };
        var metrics = new BridgeMetrics(services.GetRequiredService<IMeterFactory>());
        return new("crm", options, TimeProvider.System, metrics, NullLogger.Instance);
    }

    private static LookupQuestion Question(string customer) => new("+14155550199", customer, "sms", Guid.Empty, null);
}
