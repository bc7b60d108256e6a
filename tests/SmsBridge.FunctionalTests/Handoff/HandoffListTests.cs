using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class HandoffListTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("billing", "Passing you on.", handoff: """{ "destination": "billing" }""")
                .On("human", "Passing you on.", handoff: """{ "destination": "d" }"""),
            Settings = new Dictionary<string, string?>
            {
                ["Queues:billing:Type"] = "postgres",
                ["Handoff:Destinations:billing"] = "billing",
            },
        };

    [Fact]
    public async Task Handoffs_are_listed_by_state_queue_and_thread()
    {
        var (waiting, ended, billing) = (await HandedOver("human"), await HandedOver("human"), await HandedOver("billing"));
        await Ops.Post($"/api/v1/threads/{ended.ThreadId}/close");

        (await Listed("")).ShouldBe([billing, ended, waiting]);
        (await Listed("?state=")).ShouldBe([billing, ended, waiting]);
        (await Listed("?state=waiting")).ShouldBe([billing, waiting]);
        (await Listed("?state=released")).ShouldBe([ended]);
        (await Listed("?state=waiting,%20released")).ShouldBe([billing, ended, waiting]);
        (await Listed("?state=accepted,expired")).ShouldBeEmpty();
        (await Listed("?queue=billing")).ShouldBe([billing]);
        (await Listed("?queue=desk&state=waiting")).ShouldBe([waiting]);
        (await Listed("?queue=nobody")).ShouldBeEmpty();
        (await Listed($"?threadId={ended.ThreadId}")).ShouldBe([ended]);
        (await Listed($"?threadId={ended.ThreadId}&state=waiting")).ShouldBeEmpty();

        // A handoff may have several targets; each of them finds it.
        await Bridge.Database.Do("update handoffs set queues = array['desk', 'billing'] where thread_id = $1", waiting.ThreadId);
        (await Listed("?queue=billing")).ShouldBe([billing, waiting]);

        async Task<IEnumerable<Customer>> Listed(string query)
        {
            var answer = await Ops.Get($"/api/v1/handoffs{query}");
            answer.Status.ShouldBe(200, answer.Body);
            Customer[] known = [waiting, ended, billing];
            return answer
                .Json.GetProperty("items")
                .EnumerateArray()
                .Select(h => Array.Find(known, c => c.ThreadId == h.GetProperty("threadId").GetGuid())!)
                .ToList();
        }
    }

    [Theory]
    [InlineData("?state=open", "state is 'open'. Known states: waiting, accepted, released, expired.")]
    [InlineData("?state=waiting,", "state is ''")]
    [InlineData("?threadId=1", "threadId")]
    public async Task A_filter_that_makes_no_sense_is_refused(string query, string says)
    {
        var answer = await Ops.Get($"/api/v1/handoffs{query}");

        answer.Status.ShouldBe(400);
        answer.Problem.ShouldContain(says);
    }

    private async Task<Customer> HandedOver(string text)
    {
        var customer = Bridge.Customer();
        await customer.Texts(text);
        await customer.Receives();
        await customer.Settles();
        return customer;
    }
}
