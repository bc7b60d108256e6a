using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class GivenUpTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    [Theory]
    [InlineData("respond")]
    [InlineData("create")]
    public async Task A_text_that_the_agent_refuses_fails_and_can_be_found_among_the_failures(string operation)
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.Http(400, "SCHEMA_VALIDATION_FAILED"), operation, customer.Address);

        await customer.Texts("bad");
        await customer.Shows("in", "failed");
        await customer.Settles();

        customer.Received.ShouldBeEmpty();
        var message = (await customer.Messages()).ShouldHaveSingleItem().GetProperty("id").GetGuid();
        var failure = await Bridge.Database.All<string>(
            "select kind || ' ' || category || ' ' || reason from failures where thread_id = $1 and subject_id = $2",
            customer.ThreadId,
            message
        );
        failure.ShouldHaveSingleItem().ShouldBe($"turn Rejected Chat API {operation} answered 400 SCHEMA_VALIDATION_FAILED");
    }

    [Fact]
    public async Task The_next_text_is_answered_all_the_same()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.Http(422, "SCHEMA_VALIDATION_FAILED"), "respond", customer.Address);

        await customer.Texts("bad");
        await customer.Texts("good");

        (await customer.Receives()).ShouldBe("You said: good");
        customer.Asked.ShouldBe(["good"]);
    }
}
