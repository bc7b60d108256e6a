using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class GoneConversationTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    public static TheoryData<string> Ways => [.. Enum.GetNames<ConversationEnd>().Where(n => n != nameof(ConversationEnd.None))];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_conversation_gone_at_the_agent_is_replaced_and_the_same_text_answered_there_once(string way)
    {
        var customer = Bridge.Customer();
        await customer.Texts("one");
        await customer.Receives();
        Bridge.Chat.End(customer.Conversations[0], Enum.Parse<ConversationEnd>(way));

        await customer.Texts("two");

        (await customer.Receives()).ShouldBe("You said: two");
        await customer.Settles();
        customer.Asked.ShouldBe(["one", "two"]);
        customer.Conversations.Select(c => c.TurnCount).ShouldBe([1, 1]);
        customer.Received.Count.ShouldBe(2);
        var thread = await customer.Thread();
        thread.GetProperty("conversation").GetProperty("chatConversationId").GetString().ShouldBe(customer.Conversations[1].Id);
        (
            await Bridge.Database.All<string>(
                "select close_reason from conversations where thread_id = $1 and closed_at is not null",
                customer.ThreadId
            )
        ).ShouldBe(["gone"]);
    }

    [Theory]
    [InlineData("CHAT_TIMEOUT", 400)]
    [InlineData("4002", 400)]
    [InlineData("ANYTHING", 410)]
    public async Task The_older_error_envelope_is_understood_as_well(string code, int status)
    {
        var customer = Bridge.Customer();
        await customer.Texts("one");
        await customer.Receives();
        Bridge.Chat.Faults.Next(1, Fault.Http(status, code, body: FaultBody.Legacy), "respond", customer.Address);

        await customer.Texts("two");

        (await customer.Receives()).ShouldBe("You said: two");
        customer.Conversations.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_conversation_that_is_gone_as_well_is_tried_again_later_and_the_text_answered_once()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(2, Fault.Http(410), "respond", customer.Address);

        await customer.Texts("one");

        (await customer.Receives()).ShouldBe("You said: one");
        await customer.Settles();
        customer.Asked.ShouldBe(["one"]);
        customer.Received.Count.ShouldBe(1);
    }
}
