using System.Globalization;

namespace SmsBridge.FunctionalTests.Hosting;

public sealed class RefusalLimitTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup => BridgeSetup.With(("Public:RefusedPerMinute", "3"));

    [Fact]
    public async Task A_flood_of_what_is_not_signed_is_held_off_and_what_Twilio_signed_passes_from_the_same_address()
    {
        var url = Bridge.Instances[0].Webhook;
        var forged = Webhook.Text("+14155550101", BridgeSetup.Number, "forged");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var flood = Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async i =>
                {
                    var seen = new List<int>();
                    while (!limit.IsCancellationRequested)
                    {
                        seen.Add(
                            (await (i % 2 == 0 ? Webhook.Post(url, forged, token: "wrong") : Webhook.PostRaw(url, "a=1", null))).Status
                        );
                    }

                    return seen;
                })
        );
        var texts = Enumerable.Range(0, 20).Select(i => $"text {i}").ToList();
        var customer = Bridge.Customer();

        foreach (var text in texts)
        {
            await customer.Texts(text);
        }

        await limit.CancelAsync();
        var answers = (await flood).SelectMany(a => a).ToList();
        answers.ShouldContain(429);
        answers.ShouldAllBe(a => a == 403 || a == 429);
        answers.Count(a => a == 403).ShouldBeLessThan(10);
        (await Bridge.Database.Count("messages where direction = 'in' and thread_id = $1", customer.ThreadId)).ShouldBe(20);
        (await Bridge.Database.Count("messages where text = 'forged'")).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_is_held_off_hears_how_long()
    {
        // The other test may have used up the first ones.
        Answer answer;
        do
        {
            answer = await Webhook.PostRaw(Bridge.Instances[0].Webhook, "a=1", null);
        } while (answer.Status == 403);

        (answer.Status, answer.ContentType).ShouldBe((429, "application/problem+json"));
        answer.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(1, 20);
    }
}

public sealed class CallLimitTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup => BridgeSetup.With(("Ops:RequestsPerMinute", "20"), ("Ops:AnonymousPerMinute", "5"));

    [Fact]
    public async Task Each_key_has_its_own_limit_and_so_has_each_address_without_one()
    {
        var key = (await Ops.Post("/api/v1/keys", new { name = "desk", role = "viewer" })).Json.GetProperty("key").GetString();
        using var desk = new Operator(Bridge.Instances[0].OpsAddress, key);
        using var stranger = new Operator(Bridge.Instances[0].OpsAddress, null);

        var asDesk = await Until429(() => desk.Get("/api/v1/numbers"), 200);
        var asStranger = await Until429(() => stranger.Get("/api/v1/numbers"), 401);
        var nowhere = await Until429(() => stranger.Get("/nothing"), 404);

        asDesk.Before.ShouldBeInRange(20, 25);
        asDesk.Refused.Problem.ShouldContain("Ops:RequestsPerMinute");
        asStranger.Before.ShouldBeInRange(5, 8);
        asStranger.Refused.Problem.ShouldContain("Ops:AnonymousPerMinute");
        nowhere.Before.ShouldBeLessThan(3);
        foreach (var refused in new[] { asDesk.Refused, asStranger.Refused })
        {
            refused.ContentType.ShouldBe("application/problem+json");
            refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(1, 20);
        }

        (await Ops.Get("/api/v1/numbers")).Status.ShouldBe(200, "the other key has its own");
        for (var i = 0; i < 30; i++)
        {
            (await stranger.Get("/health/live")).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task A_long_poll_counts_once_however_long_it_takes()
    {
        var key = (await Ops.Post("/api/v1/keys", new { name = "reader", role = "operator" })).Json.GetProperty("key").GetString();
        using var reader = new Operator(Bridge.Instances[0].OpsAddress, key);

        var polls = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => reader.Post("/api/v1/queues/desk/receive", new { max = 1, waitSeconds = 2 }))
        );

        polls.ShouldAllBe(p => p.Status == 200);
    }

    private static async Task<(int Before, Answer Refused)> Until429(Func<Task<Answer>> ask, int usual)
    {
        for (var i = 0; i < 200; i++)
        {
            var answer = await ask();
            if (answer.Status == 429)
            {
                return (i, answer);
            }

            answer.Status.ShouldBe(usual, i.ToString(CultureInfo.InvariantCulture));
        }

        throw new TimeoutException("nothing was ever refused");
    }
}
