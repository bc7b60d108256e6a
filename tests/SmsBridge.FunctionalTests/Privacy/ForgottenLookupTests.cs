using Microsoft.Extensions.DependencyInjection;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.FunctionalTests.Threads;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Threads.Lookups;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>What each instance remembers of a customer by itself.</summary>
public sealed class ForgottenLookupTests(TestPostgres postgres)
{
    [Fact]
    public async Task Answers_of_lookups_are_forgotten_on_every_instance_wherever_the_customer_was_erased()
    {
        await using var crm = await Crm.Knows("""{ "tier": "gold" }""");
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(crm.Address) with { Instances = 2 });
        var customer = bridge.Customer();
        foreach (var instance in bridge.Instances)
        {
            await Find(instance, customer);
            await Find(instance, customer);
        }

        crm.Calls.Count.ShouldBe(2, "each instance remembers");

        (await bridge.Instances[0].Ops.Delete(Remains.Path(customer))).Status.ShouldBe(200);

        foreach (var instance in bridge.Instances)
        {
            var before = crm.Calls.Count;
            await Eventually.Holds(
                async () =>
                {
                    await Find(instance, customer);
                    return crm.Calls.Count > before;
                },
                "the instance has forgotten"
            );
        }
    }

    private static async Task Find(BridgeInstance instance, Customer customer)
    {
        var number = instance.Services.GetRequiredService<NumberBook>().Find(BridgeSetup.Number).ShouldNotBeNull();
        var thread = new ThreadContext(customer.ThreadId, BridgeSetup.Number, customer.Address, "sms", "idle", null);
        var text = new WaitingText(Guid.CreateVersion7(), "hi", "SM1", null, null);
        await instance.Services.GetRequiredService<CustomerLookups>().Find(number, thread, text, CancellationToken.None);
    }
}
