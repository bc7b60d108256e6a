using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Spool;

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

        await bridge.Around.Twilio.Sent.WaitForCount(customer.Address, 2, Recovery);
        customer.Received.ShouldBe(["You said: one", "You said: two"]);
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
                await bridge.Around.Twilio.Sent.WaitForCount(customer.Address, (3 * outage) - 2, Eventually.Patience);
            }

            bridge.Postgres.Mend();
            foreach (var customer in customers)
            {
                await bridge.Around.Twilio.Sent.WaitForCount(customer.Address, 3 * outage, Recovery);
                customer.Received.Skip(3 * (outage - 1)).ShouldBe([Trouble, $"You said: {outage} one", $"You said: {outage} two"]);
            }

            await Eventually.Holds(() => bridge.SpoolFiles.Count == 0, "the outage is over");
        }
    }
}
