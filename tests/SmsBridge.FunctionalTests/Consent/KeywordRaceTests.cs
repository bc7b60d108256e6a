using Microsoft.Extensions.DependencyInjection;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Threads.Consent;

namespace SmsBridge.FunctionalTests.Consent;

/// <summary>One customer says STOP to one number and START to another of the same Messaging Service at the same moment.</summary>
public sealed class KeywordRaceTests(TestPostgres postgres)
{
    private const string One = "+14155550121";
    private const string Sister = "+14155550122";

    [Fact]
    public async Task Keywords_to_two_numbers_at_once_wait_for_each_other_and_never_deadlock()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Numbers = [Document(One), Document(Sister)] });
        var optOuts = bridge.Instances[0].Services.GetRequiredService<OptOuts>();
        var customers = Enumerable.Range(0, 6).Select(_ => bridge.Customer(One)).ToList();
        foreach (var customer in customers)
        {
            await customer.Texts("hello");
            await new Customer(bridge, customer.Address, Sister).Texts("hello there");
            await customer.Settles();
        }

        // A deadlock is an exception here; who texts would only find that the keyword goes to the spool.
        await Parallel.ForEachAsync(
            customers,
            async (customer, _) =>
            {
                for (var round = 0; round < 25; round++)
                {
                    await Stop(One, customer);
                    await Task.WhenAll(Stop(One, customer), Start(Sister, customer), Start(One, customer), Stop(Sister, customer));
                }
            }
        );

        foreach (var customer in customers)
        {
            var states = await bridge.Database.All<string>("select distinct state from threads where customer = $1", customer.Address);
            var optedOut = await bridge.Database.One<bool>("select opted_out from consents where customer = $1", customer.Address);
            states.ShouldBe([optedOut ? "opted-out" : "idle"], customer.Address);
        }

        Task Stop(string number, Customer customer) =>
            optOuts.Stop(Says(number, customer), Text(number, customer, Keyword.Stop), CancellationToken.None);

        Task Start(string number, Customer customer) =>
            optOuts.Start(Says(number, customer), Text(number, customer, Keyword.Start), CancellationToken.None);
    }

    [Fact]
    public async Task START_takes_no_answer_from_a_customer_who_never_said_STOP()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        bridge.Chat.Latency = Sandbox.ChatApi.Latency.Constant(TimeSpan.FromSeconds(1));
        await customer.Texts("hello");
        await bridge.Chat.Turns.WaitForCount(customer.Address, 1, Eventually.Patience);
        await customer.Texts("START");

        (await customer.Receives()).ShouldBe("You said: hello");
        await customer.Settles();
        customer.Asked.ShouldBe(["hello"]);
        (await bridge.Database.Count("work where thread_id = $1 and kind = 'turn'", customer.ThreadId)).ShouldBe(0);
    }

    private static ConsentChange Says(string number, Customer customer) => new(number, customer.Address, ConsentHow.Keyword);

    private static InboundText Text(string number, Customer customer, string keyword) =>
        new(
            ThreadId.Of(number, customer.Address),
            number,
            customer.Address,
            ChannelName.Sms,
            BridgeUnderTest.NewSid(),
            keyword,
            null,
            null,
            keyword
        );

    private static System.Text.Json.Nodes.JsonObject Document(string number) =>
        BridgeSetup.Document(number, d => d["messagingServiceSid"] = $"MG{new string('a', 32)}");
}
