using System.Text.Json.Nodes;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Inbound;

public sealed class TroubleTextTests(TestPostgres postgres)
{
    private const string Trouble = "We are having trouble and will answer soon.";
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Without_a_trouble_text_an_outage_sends_nothing_of_its_own()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        var customer = bridge.Around.Customer();
        bridge.Postgres.Cut();
        await customer.Texts("one");
        await customer.Texts("two");
        bridge.Postgres.Mend();

        await Eventually.Holds(() => customer.Echoed.Count == 2, "both are answered", Recovery);
        customer.Received.ShouldAllBe(r => r.StartsWith("You said: "));
    }

    [Fact]
    public async Task A_numbers_own_trouble_text_goes_before_that_of_the_settings_and_may_be_empty()
    {
        const string silent = "+14155550288";
        await using var bridge = await BridgeOnLines.Start(
            postgres,
            BridgeSetup.With(("Spool:TroubleText", Trouble)) with
            {
                Numbers =
                [
                    BridgeSetup.Document(change: d => d["texts"] = new JsonObject { ["trouble"] = "Own trouble." }),
                    BridgeSetup.Document(silent, d => d["texts"] = new JsonObject { ["trouble"] = "" }),
                ],
            }
        );
        var (customer, other) = (bridge.Around.Customer(), bridge.Around.Customer(silent));
        bridge.Postgres.Cut();
        await customer.Texts("one");
        await other.Texts("one");
        (await customer.Receives()).ShouldBe("Own trouble.");
        bridge.Postgres.Mend();

        (await other.Receives(Recovery)).ShouldBe("You said: one");
        other.Received.ShouldBe(["You said: one"]);
    }

    [Fact]
    public async Task A_trouble_text_is_sent_once_per_customer_and_outage()
    {
        await using var bridge = await BridgeOnLines.Start(postgres, BridgeSetup.With(("Spool:TroubleText", Trouble)));
        var customers = new[] { bridge.Around.Customer(), bridge.Around.Customer() };
        for (var outage = 1; outage <= 2; outage++)
        {
            bridge.Postgres.Cut();
            foreach (var customer in customers)
            {
                await customer.Texts($"{outage} one");
                await customer.Texts($"{outage} two");
                await Eventually.Holds(() => Told(customer) == outage, "told of the trouble");
            }

            bridge.Postgres.Mend();
            foreach (var customer in customers)
            {
                await Eventually.Holds(() => customer.Echoed.Count == 2 * outage, "both are answered", Recovery);
                customer.Echoed.Skip(2 * (outage - 1)).ShouldBe([$"{outage} one", $"{outage} two"]);
                Told(customer).ShouldBe(outage);
            }

            await Eventually.Holds(() => bridge.SpoolFiles.Count == 0, "the outage is over");
        }
    }

    private static int Told(Customer customer) => customer.Received.Count(r => r == Trouble);
}
