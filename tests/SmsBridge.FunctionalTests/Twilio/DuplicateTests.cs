using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Twilio;

public sealed class DuplicateTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup => new() { Instances = 2 };

    [Fact]
    public async Task A_message_sid_that_comes_again_is_acknowledged_and_not_answered_again()
    {
        var customer = Bridge.Customer();
        var sid = BridgeUnderTest.NewSid();

        (await customer.Sends("hi", new InboundOptions { MessageSid = sid })).Status.ShouldBe(200);
        await customer.Receives();
        var again = await customer.Sends("hi", new InboundOptions { MessageSid = sid, Repeat = 3 });

        again.All.ShouldAllBe(a => a.Status == 200 && a.Body.EndsWith("<Response/>", StringComparison.Ordinal));
        await customer.Settles();
        customer.Asked.ShouldBe(["hi"]);
        customer.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_sid_that_races_on_two_instances_is_asked_once_and_answered_once()
    {
        var urls = Bridge.Instances.Select(i => i.Webhook).ToList();
        var customers = Enumerable.Range(0, 20).Select(_ => Bridge.Customer()).ToList();

        await Parallel.ForEachAsync(
            customers,
            async (customer, _) =>
            {
                var race = await customer.Sends(
                    "hi",
                    new InboundOptions
                    {
                        Urls = urls,
                        Parallel = true,
                        Repeat = 4,
                    }
                );
                race.All.ShouldAllBe(a => a.Status == 200);
            }
        );

        foreach (var customer in customers)
        {
            await customer.Receives();
            await customer.Settles();
            customer.Asked.ShouldBe(["hi"]);
            customer.Received.Count.ShouldBe(1);
            customer.Conversations.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Duplicates_are_counted_as_such()
    {
        using var counters = new Counters(Bridge.Instances[0]);

        await Bridge.Customer().Sends("hi", new InboundOptions { Repeat = 3 });

        counters["smsbridge.texts how=new"].ShouldBe(1);
        counters["smsbridge.texts how=duplicate"].ShouldBe(2);
    }
}
