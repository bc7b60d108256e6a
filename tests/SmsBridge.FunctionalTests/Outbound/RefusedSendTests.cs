using System.Text.Json;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Outbound;

public sealed class RefusedSendTests(SharedBridge shared) : BridgeTests(shared)
{
    [Theory]
    [InlineData("21610", "OptedOut")]
    [InlineData("21614", "Rejected")]
    [InlineData("21211", "Rejected")]
    public async Task A_text_that_twilio_refuses_for_good_fails_with_its_code(string code, string category)
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.Http(400, code), "create", customer.Address);

        await customer.Texts("hi");
        await customer.Shows("out", "failed");
        await customer.Settles();

        var error = (await customer.Messages())[1].GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(int.Parse(code));
        error.GetProperty("text").GetString()!.ShouldContain(code);
        customer.Received.ShouldBeEmpty();
        (
            await Bridge.Database.All<string>("select kind || ' ' || category from failures where thread_id = $1", customer.ThreadId)
        ).ShouldBe([$"send {category}"]);
    }

    [Fact]
    public async Task The_reply_behind_a_refused_one_is_sent()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.Http(400, "21612"), "create", customer.Address);

        await customer.Texts("one");
        await customer.Shows("out", "failed");
        await customer.Texts("two");

        (await customer.Receives()).ShouldBe("You said: two");
        (await customer.Messages())[3].GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Too_many_requests_are_sent_again_a_little_later_once()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(2, Fault.Http(429, "20429"), "create", customer.Address);

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Settles();
        customer.Received.Count.ShouldBe(1);
        (await Bridge.Database.Count("failures where thread_id = $1", customer.ThreadId)).ShouldBe(0);
    }

    [Fact]
    public async Task A_reply_is_held_while_twilio_refuses_the_credentials_and_sent_within_a_minute_of_the_fix()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Rate(1, Fault.Http(401, "20003"), "create", customer.Address);

        await customer.Texts("hi");
        await Eventually.Holds(
            async () => await Bridge.Database.Count("work where kind = 'send' and category = 'Credentials'") == 1,
            "the reply is held"
        );
        (await customer.Messages())[1].GetProperty("status").GetString().ShouldBe("queued");
        Bridge.Twilio.Faults.Clear();

        (await customer.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: hi");
    }
}
