using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.Agents;
using SmsBridge.Hosting;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>An agent of another kind, which takes texts and answers when it likes.</summary>
public sealed class AgentVoiceTests(SharedBridge shared) : BridgeTests(shared)
{
    private protected override BridgeSetup Setup =>
        BridgeSetup.With(("Agents:support:Transport", "later")) with
        {
            Services = services => services.AddSingleton(AgentKind.Of<LaterSettings>("later", (_, _) => [], (_, _) => LaterAgent.Only)),
        };

    private AgentVoice Voice => Bridge.Instances[0].Services.GetRequiredService<AgentVoice>();

    [Fact]
    public async Task A_text_that_the_agent_took_is_answered_when_the_answer_comes()
    {
        var customer = Bridge.Customer();
        await customer.Texts("when do you open?");
        var conversation = await Asked(customer, "when do you open?");
        await customer.Settles();
        await customer.Shows("in", "received");
        (await Outcomes(customer)).ShouldBe(["asked"]);
        customer.Received.ShouldBeEmpty();

        (await Voice.Say(conversation, Reply("At nine."), default)).ShouldBeTrue();

        (await customer.Receives()).ShouldBe("At nine.");
        await customer.Shows("in", "answered");
        (await Outcomes(customer)).ShouldBe(["answered"]);
    }

    [Fact]
    public async Task What_nobody_asked_is_said_too_and_in_order()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hi");
        var conversation = await Asked(customer, "hi");

        for (var i = 1; i <= 3; i++)
        {
            (await Voice.Say(conversation, Reply($"News {i}."), default)).ShouldBeTrue();
        }

        for (var i = 1; i <= 3; i++)
        {
            (await customer.Receives()).ShouldBe($"News {i}.");
        }
    }

    [Fact]
    public async Task It_may_hand_over_by_itself_and_is_not_heard_after_that()
    {
        var customer = Bridge.Customer();
        await customer.Texts("a person please");
        var conversation = await Asked(customer, "a person please");

        (
            await Voice.Say(conversation, new AgentReply("One moment.", Ended: false, """{"reason":"asked"}""", null), default)
        ).ShouldBeTrue();

        (await customer.Receives()).ShouldBe("One moment.");
        (await customer.Thread()).GetProperty("state").GetString().ShouldBe("handover");
        var requested = await Bridge.Desk.Take();
        requested.Type.ShouldBe("smsbridge.handoff.requested.v1");
        requested.ThreadId.ShouldBe(customer.ThreadId);
        (await Voice.Say(conversation, Reply("Still here."), default)).ShouldBeFalse();
        await customer.Settles();
        customer.Received.ShouldBe(["One moment."]);
    }

    [Fact]
    public async Task It_may_end_the_conversation_and_the_next_text_opens_another()
    {
        var customer = Bridge.Customer();
        await customer.Texts("bye");
        var conversation = await Asked(customer, "bye");

        (await Voice.Say(conversation, new AgentReply("Bye.", Ended: true, Handoff: null, null), default)).ShouldBeTrue();

        (await customer.Receives()).ShouldBe("Bye.");
        (await customer.Thread()).GetProperty("state").GetString().ShouldBe("idle");
        await customer.Texts("hello again");
        (await Asked(customer, "hello again")).ShouldNotBe(conversation);
        (await Voice.Say(conversation, Reply("Too late."), default)).ShouldBeFalse();
        LaterAgent.Only.Closed.ShouldNotContain(conversation.ToString());
    }

    [Fact]
    public async Task What_it_took_and_never_answered_is_ignored_once_the_conversation_ends()
    {
        var customer = Bridge.Customer();
        await customer.Texts("anybody?");
        await Asked(customer, "anybody?");
        await customer.Settles();

        (await Ops.Post($"/api/v1/threads/{customer.ThreadId}/close", new { })).Status.ShouldBe(200);

        await customer.Shows("in", "ignored");
        var message = (await customer.Messages())[0];
        message.GetProperty("reason").GetString().ShouldBe("unanswered");
    }

    [Fact]
    public async Task A_text_that_waits_for_its_turn_is_still_asked_when_the_agent_speaks_meanwhile()
    {
        var customer = Bridge.Customer();
        await customer.Texts("one");
        var conversation = await Asked(customer, "one");
        await customer.Settles();
        var texts = Enumerable.Range(2, 20).Select(i => $"text {i}").ToList();

        var saying = Enumerable.Range(0, 20).Select(i => Voice.Say(conversation, Reply($"said {i}"), default)).ToList();
        foreach (var text in texts)
        {
            await customer.Texts(text);
        }

        (await Task.WhenAll(saying)).ShouldAllBe(said => said);
        await customer.Settles();
        LaterAgent.Only.AskedBy(customer.Address).ShouldBe(["one", .. texts]);
        await Eventually.Holds(() => Task.FromResult(customer.Received.Count == 20), "all that was said has arrived");
        customer.Received.Order().ShouldBe(Enumerable.Range(0, 20).Select(i => $"said {i}").Order());
    }

    private static AgentReply Reply(string text) => new(text, Ended: false, Handoff: null, CorrelationId: null);

    /// <returns>The conversation in which the agent has the text.</returns>
    private async Task<Guid> Asked(Customer customer, string text)
    {
        await Eventually.Holds(
            () => Task.FromResult(LaterAgent.Only.AskedBy(customer.Address).Contains(text)),
            $"the agent was asked '{text}'"
        );
        return await Bridge.Database.One<Guid>("select conversation_id from threads where id = $1", customer.ThreadId);
    }

    private Task<List<string>> Outcomes(Customer customer) =>
        Bridge.Database.All<string>("select outcome from turns where thread_id = $1", customer.ThreadId);

    private sealed class LaterSettings;

    private sealed class LaterAgent : IAgent
    {
        public static readonly LaterAgent Only = new();

        private readonly ConcurrentDictionary<string, string> customers = [];
        private readonly ConcurrentQueue<(string Customer, string Text)> asked = [];

        public ConcurrentQueue<string> Closed { get; } = [];

        public AgentTraits Traits => new(AsksAreSafeToRepeat: true, SpeaksUnasked: true);

        public RemoteState State => new("agent 'support'", RemoteCondition.Works, null);

        public IReadOnlyList<string> AskedBy(string customer) =>
            [.. asked.Where(a => a.Customer == customer).SelectMany(a => a.Text.Split('\n'))];

        public Task<Attempt<OpenedSession>> Open(OpenRequest request, LeaseTerm term, CancellationToken cancellationToken)
        {
            var session = Guid.CreateVersion7().ToString();
            customers[session] = request.Attributes["customer_number"].GetString()!;
            return Task.FromResult<Attempt<OpenedSession>>(new OpenedSession(session, ""));
        }

        public Task<Attempt<AgentReply>> Ask(string session, AgentMessage message, LeaseTerm term, CancellationToken cancellationToken)
        {
            asked.Enqueue((customers[session], message.Text));
            return Task.FromResult<Attempt<AgentReply>>(AgentReply.Later(correlationId: null));
        }

        public Task<Failure?> Close(string session, LeaseTerm? term, CancellationToken cancellationToken)
        {
            Closed.Enqueue(session);
            return Task.FromResult<Failure?>(null);
        }

        public Task<string?> HandoffState(string session, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public string? ConversationLink(string session) => null;

        public Task<Finding> Examine(CancellationToken cancellationToken) => Task.FromResult(Finding.Ok("works"));
    }
}
