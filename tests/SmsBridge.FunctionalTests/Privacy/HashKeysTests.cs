using SmsBridge.FunctionalTests.Outbound;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>The secret under which opt-outs of erased customers are hashed comes, and is replaced.</summary>
public sealed class HashKeysTests(TestPostgres postgres)
{
    [Fact]
    public async Task Opt_outs_hold_when_a_secret_is_added_and_when_it_is_replaced_while_both_are_listed()
    {
        var (one, two) = (new string('1', 32), new string('2', 32));
        var settings = new Dictionary<string, string?>();
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Settings = settings });
        var customers = new List<Customer> { await Erased(bridge, bridge.Ops) };

        settings["Privacy:HashKeys:0"] = one;
        var second = await bridge.AddInstance();
        await Ready(second);
        customers.Add(await Erased(bridge, second.Ops));
        (settings["Privacy:HashKeys:0"], settings["Privacy:HashKeys:1"]) = (two, one);
        var third = await bridge.AddInstance();
        await Ready(third);
        customers.Add(await Erased(bridge, third.Ops));

        foreach (var (customer, i) in customers.Select((c, i) => (c, i)))
        {
            Starter.Refused(await Starter.Starts(third.Ops, customer, "hello?", $"k-{i}"), 409, "opted-out");
        }

        (await Starter.Starts(bridge.Ops, customers[2], "hello?", "k-9")).Status.ShouldBe(202, "the first instance lacks the secret");
    }

    private static Task Ready(BridgeInstance instance) =>
        Eventually.Holds(async () => (await instance.Ops.Get("/health/ready")).Status == 200, "the instance is ready");

    private static async Task<Customer> Erased(BridgeUnderTest bridge, Operator ops)
    {
        var customer = bridge.Customer();
        await customer.Texts("STOP");
        await customer.Settles();
        (await ops.Delete(Remains.Path(customer))).Status.ShouldBe(200);
        return customer;
    }
}
