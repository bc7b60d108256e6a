using SmsBridge.Agents;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Tests.Work;
using SmsBridge.Threads;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Tests.Threads;

/// <summary>What a turn does with what an agent answers, whatever kind of agent it is, without a database.</summary>
public sealed class TurnDecisionsTests
{
    private static readonly NumberDocument Number = new()
    {
        Number = "+14155550199",
        TwilioAccount = "main",
        Agent = "support",
    };

    private static readonly WaitingText[] Texts =
    [
        new(Guid.CreateVersion7(), "one", "SM1", null, null),
        new(Guid.CreateVersion7(), "two", "SM2", null, null) { Kind = TextKind.Button },
    ];

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, false, false)]
    [InlineData(3, false, true)]
    [InlineData(3, true, false)]
    [InlineData(30, true, false)]
    public void After_two_asks_there_is_an_apology_unless_the_agent_knows_a_repetition(int asks, bool safe, bool apology) =>
        TurnDecisions.IsForApology(Held(asks), new FakeAgent(new AgentTraits(safe)).Traits).ShouldBe(apology);

    [Fact]
    public void An_apology_fails_the_texts_for_good_and_is_the_bridges_own()
    {
        var written = TurnDecisions.Apologised(new TurnResult(Held(3)) { Last = true }, Thread(), Texts, Number);

        written.Texts.Select(t => (t.Id, t.Status, t.Outcome, t.Asks)).ShouldBe(Texts.Select(t => (t.Id, "failed", "failed", 3)));
        written.Texts.Select(t => t.TurnId).Distinct().Count().ShouldBe(1);
        written
            .Replies.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(r => r.Author.ShouldBe("bridge"), r => r.Text.ShouldBe(BridgeTexts.Apology(Number)));
        written.Failure!.Category.ShouldBe(FailureCategory.UnknownOutcome);
        written.Last.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_that_is_gone_is_replaced_once_a_turn()
    {
        var gone = new Failure(FailureCategory.ConversationGone, "over");
        var agent = new FakeAgent(default, gone, gone, new Failure(FailureCategory.Transient, "busy"));

        TurnDecisions.OpensAnew((await Ask(agent)).Failure, replaced: false).ShouldBeTrue();
        TurnDecisions.OpensAnew((await Ask(agent)).Failure, replaced: true).ShouldBeFalse();
        TurnDecisions.OpensAnew((await Ask(agent)).Failure, replaced: false).ShouldBeFalse();
    }

    [Theory]
    [InlineData(FirstReplies.GreetingAndAnswer, "Welcome.")]
    [InlineData(FirstReplies.Answer, null)]
    public async Task What_the_agent_says_first_is_shown_where_the_number_wants_it(string firstReply, string? shown)
    {
        var session = (await new FakeAgent(default).Open(new OpenRequest(null, Attributes, "sms", null), TestLease.Term, default)).Value!;
        var conversation = new Conversation(Guid.CreateVersion7(), session.Id, "support", Number with { FirstReply = firstReply });
        var opened = new OpenedConversation(new NewConversation(conversation, "{}"), session.Greeting);

        var written = TurnDecisions.Opened(Held(2), Number.Number, opened);

        written.Open!.Conversation.ChatConversationId.ShouldBe("S-1");
        written.AsksAfter.ShouldBe(2);
        written.Texts.ShouldBeEmpty();
        written.Replies.Select(r => r.Text).ShouldBe(shown is null ? [] : [shown]);
    }

    [Fact]
    public async Task An_answer_ends_all_texts_of_the_turn()
    {
        var (written, after) = await Answered(new AgentReply("Hello.", Ended: false, Handoff: null, "corr-1"));

        written
            .Texts.Select(t => (t.Id, t.Status, t.Outcome, t.CorrelationId, t.Kind))
            .ShouldBe([(Texts[0].Id, "answered", "answered", "corr-1", null), (Texts[1].Id, "answered", "answered", "corr-1", "button")]);
        written.Texts.ShouldAllBe(t => t.ConversationId == Thread().Conversation!.Id && t.AgentTime == TimeSpan.FromSeconds(3));
        written.Replies.Select(r => (r.Author, r.Text)).ShouldBe([("agent", "Hello.")]);
        written.Close.ShouldBeNull();
        after.ShouldBe(Thread());
    }

    [Theory]
    [InlineData("Passing you on.", "agent", "Passing you on.")]
    [InlineData("", "bridge", "One moment.")]
    public async Task A_handoff_never_comes_without_words(string text, string author, string sent)
    {
        var reply = new AgentReply(text, Ended: false, """{"destination":"billing"}""", null);
        var said = Said.Of(reply, Thread().Number, Thread().Conversation!, "One moment.");
        var (written, after) = await Answered(reply);

        said.Handoff!.Handoff.ShouldBe("""{"destination":"billing"}""");
        said.Handoff.Said.Destination.ShouldBe("billing");
        written.Replies.Select(r => (r.Author, r.Text)).ShouldBe([(author, sent)]);
        (after.State, after.Conversation).ShouldBe(("handover", Thread().Conversation));
    }

    [Theory]
    [InlineData(null, "idle")]
    [InlineData("""{"reason":"x"}""", "handover")]
    public async Task An_agent_that_ends_the_conversation_leaves_the_thread_idle_or_with_people(string? handoff, string state)
    {
        var (written, after) = await Answered(new AgentReply("Bye.", Ended: true, handoff, null));

        written.Close.ShouldBe(new ClosedConversation(Thread().Conversation!.Id, "ended", state));
        written.Texts.ShouldAllBe(t => t.ConversationId == Thread().Conversation!.Id);
        (after.State, after.Conversation).ShouldBe((state, null));
    }

    [Theory]
    [InlineData(TextsDuringTurn.Withhold, false, null, 0, true)]
    [InlineData(TextsDuringTurn.Withhold, false, null, 2, true)]
    [InlineData(TextsDuringTurn.Withhold, false, null, 3, false)]
    [InlineData(TextsDuringTurn.Withhold, true, null, 0, false)]
    [InlineData(TextsDuringTurn.Withhold, false, "{}", 0, false)]
    [InlineData(TextsDuringTurn.Queue, false, null, 0, false)]
    public void Only_words_are_withheld_and_three_times_at_most(string rule, bool ended, string? handoff, int withheld, bool may) =>
        TurnDecisions
            .MayWithhold(Number with { OnTextDuringTurn = rule }, new AgentReply("Hi", ended, handoff, null), withheld)
            .ShouldBe(may);

    [Fact]
    public void Texts_that_are_given_up_keep_why_and_whom_to_ask_about_it()
    {
        var failure = new Failure(FailureCategory.Rejected, "refused", CorrelationId: "corr-2");

        var written = TurnDecisions.GivenUp(Held(1), Thread(), Texts, failure);

        written.Failure.ShouldBe(failure);
        written.Texts.Select(t => (t.Status, t.CorrelationId)).ShouldBe([("failed", "corr-2"), ("failed", "corr-2")]);
        written.Replies.ShouldBeEmpty();
    }

    [Fact]
    public void A_text_that_is_ignored_leaves_the_asks_to_the_text_behind_it()
    {
        var until = DateTimeOffset.UnixEpoch;

        var written = TurnDecisions.Ignored(
            new TurnResult(Held(2)),
            Thread(),
            Texts[0],
            new Ignored("limit", "Slow down.") { BlockedUntil = until }
        );

        written.Texts.Select(t => (t.Status, t.Reason, t.Asks)).ShouldBe([("ignored", "limit", 0)]);
        (written.AsksAfter, written.BlockedUntil).ShouldBe((2, until));
        written.Replies.Select(r => (r.Author, r.Text)).ShouldBe([("bridge", "Slow down.")]);
    }

    private static readonly Dictionary<string, System.Text.Json.JsonElement> Attributes = [];

    private static readonly ThreadContext TheThread = new(
        Guid.CreateVersion7(),
        Number.Number,
        "+14155551001",
        "sms",
        SmsBridge.Messages.ThreadState.Agent,
        new Conversation(Guid.CreateVersion7(), "S-1", "support", Number)
    );

    private static ThreadContext Thread() => TheThread;

    private static async Task<(TurnResult Written, ThreadContext After)> Answered(AgentReply reply)
    {
        var heard = (await Ask(new FakeAgent(default, reply))).Value!;
        var said = Said.Of(heard, Thread().Number, Thread().Conversation!, "One moment.");
        var result = new TurnResult(Held(1));
        return (TurnDecisions.Answered(result, Thread(), Texts, said, heard.CorrelationId, TimeSpan.FromSeconds(3)), said.After(Thread()));
    }

    private static Task<Attempt<AgentReply>> Ask(FakeAgent agent) =>
        agent.Ask("S-1", AgentMessages.Of(Texts, Number), TestLease.Term, default);

    private static HeldTurn Held(int asks) => new(TestLease.Of(TheThread.Id, WorkKind.Turn), asks, AskRecorded: true);
}
