using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class OneTextTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    [Fact]
    public async Task A_text_gets_the_agents_answer_and_the_thread_tells_of_it()
    {
        var customer = Bridge.Customer();

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Shows("out", "delivered");
        var thread = await customer.Thread();
        thread.GetProperty("state").GetString().ShouldBe("agent");
        thread.GetProperty("customer").GetString().ShouldBe(customer.Address);
        thread.GetProperty("channel").GetString().ShouldBe("sms");
        thread
            .GetProperty("conversation")
            .GetProperty("chatConversationId")
            .GetString()
            .ShouldBe(customer.Conversations.ShouldHaveSingleItem().Id);
        thread
            .GetProperty("messages")
            .EnumerateArray()
            .Select(m => $"{m.GetProperty("direction")} {m.GetProperty("author")} {m.GetProperty("status")} {m.GetProperty("text")}")
            .ShouldBe(["in customer answered hi", "out agent delivered You said: hi"]);
    }

    [Fact]
    public async Task A_second_text_goes_to_the_same_conversation()
    {
        var customer = Bridge.Customer();

        await customer.Texts("one");
        await customer.Receives();
        await customer.Texts("two");

        (await customer.Receives()).ShouldBe("You said: two");
        customer.Conversations.ShouldHaveSingleItem();
    }
}
