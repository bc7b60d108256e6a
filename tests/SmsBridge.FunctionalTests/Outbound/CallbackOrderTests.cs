using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Outbound;

public sealed class CallbackOrderTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("AfterAnswer", 1.0, 1.0)]
    [InlineData("BeforeAnswer", 0.0, 0.0)]
    [InlineData("BeforeAnswer", 1.0, 1.0)]
    public async Task However_callbacks_come_the_last_word_stays(string mode, double reordered, double twice)
    {
        var plan = new CallbackPlan
        {
            Mode = Enum.Parse<CallbackMode>(mode),
            ReorderRate = reordered,
            DuplicateRate = twice,
            Sending = true,
        };
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Callbacks = plan });
        bridge.Twilio.Callbacks.Outcomes.Next(3, MessageStatus.Undelivered, 30003);
        var customers = Enumerable.Range(0, 10).Select(_ => bridge.Customer()).ToList();

        await Task.WhenAll(customers.Select(c => c.Texts("hi")));
        foreach (var customer in customers)
        {
            await customer.Receives();
            await customer.Settles();
        }

        await bridge.Twilio.Callbacks.Settled(Eventually.Patience);
        bridge.Twilio.Callbacks.Refused.ShouldBe(0);
        foreach (var customer in customers)
        {
            var sent = bridge.Twilio.Sent.Of(customer.Address).ShouldHaveSingleItem();
            var shown = (await customer.Messages())[1];
            shown.GetProperty("status").GetString().ShouldBe(sent.Status.Word());
            shown.GetProperty("providerSid").GetString().ShouldBe(sent.Sid);
            shown
                .GetProperty("error")
                .ValueKind.ShouldBe(sent.ErrorCode is null ? System.Text.Json.JsonValueKind.Null : System.Text.Json.JsonValueKind.Object);
        }
    }
}
