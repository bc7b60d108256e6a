using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class RelayedTextTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        new()
        {
            Instances = 2,
            Script = new AgentScript("Hello.", [])
                .On("human", "Passing you on.", handoff: """{ "destination": "d" }""")
                .Otherwise("Said {text}"),
        };

    [Fact]
    public async Task While_people_have_the_thread_texts_go_to_the_desk_in_order_and_the_agent_stays_silent()
    {
        var customer = Bridge.Customer();
        var texts = Enumerable.Range(1, 10).Select(i => $"text {i}").ToList();
        await customer.Texts("human");
        await customer.Receives();

        foreach (var (text, i) in texts.Select((t, i) => (t, i)))
        {
            await customer.Sends(text, new() { Urls = [Bridge.Instances[i % 2].Webhook] });
        }

        var requested = await Bridge.Desk.Take();
        var relayed = new List<Delivery>();
        while (relayed.Count < texts.Count)
        {
            relayed.Add(await Bridge.Desk.Take());
        }

        relayed.Select(r => r.Data.GetProperty("text").GetString()).ShouldBe(texts);
        relayed.ShouldAllBe(r => r.Type == "smsbridge.handoff.message.v1" && r.ThreadId == customer.ThreadId);
        var messages = (await customer.Messages()).Where(m => m.GetProperty("direction").GetString() == "in").Skip(1).ToList();
        relayed.Select(r => r.Data.GetProperty("messageId").GetString()).ShouldBe(messages.Select(m => m.GetProperty("id").GetString()));
        messages.ShouldAllBe(m => m.GetProperty("status").GetString() == "received");
        var data = relayed[0].Data;
        data.GetProperty("handoffId").GetString().ShouldBe(requested.Data.GetProperty("handoffId").GetString());
        data.GetProperty("threadId").GetGuid().ShouldBe(customer.ThreadId);
        data.GetProperty("number").GetString().ShouldBe(BridgeSetup.Number);
        data.GetProperty("customer").GetString().ShouldBe(customer.Address);
        await customer.Settles();
        customer.Asked.ShouldBe(["human"]);
        customer.Received.ShouldBe(["Passing you on."]);
    }

    [Fact]
    public async Task A_text_that_waited_behind_the_handoff_goes_to_the_desk_too()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Sandbox.Wire.Fault.Slow(TimeSpan.FromMilliseconds(400)), "respond", customer.Address);

        await customer.Texts("human");
        await customer.Texts("quick!");

        (await Bridge.Desk.Take()).Type.ShouldBe("smsbridge.handoff.requested.v1");
        (await Bridge.Desk.Take()).Data.GetProperty("text").GetString().ShouldBe("quick!");
        customer.Asked.ShouldBe(["human"]);
    }

    [Fact]
    public async Task Closing_the_thread_releases_the_handoff_and_the_agent_answers_again()
    {
        var customer = Bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();
        var requested = await Bridge.Desk.Take();

        (await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close")).Json.GetProperty("state").GetString().ShouldBe("idle");

        var released = await Bridge.Desk.Take();
        released.Type.ShouldBe("smsbridge.handoff.released.v1");
        released.Data.GetProperty("handoffId").GetString().ShouldBe(requested.Data.GetProperty("handoffId").GetString());
        released.Data.GetProperty("threadId").GetGuid().ShouldBe(customer.ThreadId);
        released.Data.GetProperty("number").GetString().ShouldBe(BridgeSetup.Number);
        released.Data.GetProperty("customer").GetString().ShouldBe(customer.Address);
        released.Data.GetProperty("reason").GetString().ShouldBe("closed");
        await customer.Texts("hello again");
        (await customer.Receives()).ShouldBe("Said hello again");
    }
}
