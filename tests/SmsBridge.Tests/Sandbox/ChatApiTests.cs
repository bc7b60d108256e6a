using System.Net;
using System.Text.Json;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.Tests.Sandbox;

public sealed class ChatApiTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private ChatApiServer chat = null!;
    private ChatClient client = null!;

    public async ValueTask InitializeAsync()
    {
        chat = await ChatApiServer.Start();
        client = new ChatClient(chat);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await chat.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_is_created_answered_and_closed()
    {
        var created = await client.Create();
        var answer = await client.Respond(created["conversation_id"]!, "What is your return policy?");
        var closed = await client.Close(created["conversation_id"]!);
        var late = await client.Respond(created["conversation_id"]!, "still there?");

        created["response"].ShouldBe("Hi, this is Fernhill Outdoor. Ask me about orders, returns or opening hours.");
        answer["response"]!.ShouldContain("30 days");
        answer["conversation_id"].ShouldBe(created["conversation_id"]);
        answer.Json.GetProperty("end_conversation").GetBoolean().ShouldBeFalse();
        answer.Json.TryGetProperty("handoff", out _).ShouldBeFalse();
        closed.Json.GetProperty("success").GetBoolean().ShouldBeTrue();
        (late.Status, late["error_code"]).ShouldBe((HttpStatusCode.Gone, "ChatConversationEnded"));
        new[] { created, answer, closed, late }.Select(a => a.CorrelationId).Distinct().Count().ShouldBe(4);
        late["error_id"].ShouldBe(late.CorrelationId);
    }

    [Fact]
    public async Task Everything_is_recorded()
    {
        var id = await client.Open();
        await client.Respond(id, "Hello");
        await client.Close(id);

        var created = await chat.Creates.Next(ChatClient.Customer, Soon);
        created.CreateBody.GetProperty("integration_attributes").GetProperty("brand").GetString().ShouldBe("acme");
        var turn = await chat.Turns.Next(ChatClient.Customer, Soon);
        (turn.Message, turn.Response).ShouldBe(("Hello", "Hello! What can I do for you?"));
        turn.EndTimestamp.ShouldBeGreaterThanOrEqualTo(turn.StartTimestamp);
        chat.Closes.Count.ShouldBe(1);
        created.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task A_person_can_be_asked_for_and_the_handoff_is_read_back_verbatim()
    {
        var id = await client.Open();
        var answer = await client.Respond(id, "I want to talk to a human");
        var state = await client.Send(HttpMethod.Get, $"/v1/acme-uk/PROJECT-1/handoff_state?id={id}");

        var handoff = answer.Json.GetProperty("handoff");
        handoff.GetProperty("destination").GetString().ShouldBe("live_agent_queue");
        handoff.GetProperty("text_chat").GetProperty("priority").GetInt32().ShouldBe(2);
        JsonElement.DeepEquals(state.Json.GetProperty("data"), handoff).ShouldBeTrue();
    }

    [Fact]
    public async Task Bye_ends_the_conversation()
    {
        var id = await client.Open();
        (await client.Respond(id, "bye")).Json.GetProperty("end_conversation").GetBoolean().ShouldBeTrue();
        (await client.Respond(id, "hello?")).Status.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Other_questions_get_varied_answers_that_echo_them_and_terms_are_long()
    {
        var id = await client.Open();
        var first = (await client.Respond(id, "Do you sell kayaks?"))["response"]!;
        var second = (await client.Respond(id, "Do you sell kayaks?"))["response"]!;

        first.ShouldContain("Do you sell kayaks?");
        second.ShouldContain("Do you sell kayaks?");
        second.ShouldNotBe(first);
        (await client.Respond(id, "terms"))["response"]!.Length.ShouldBeInRange(1601, 3200);
    }

    [Fact]
    public async Task A_script_fills_in_what_it_knows()
    {
        chat.Script = new AgentScript("Hi", []).On(
            "whoami",
            "{attribute:customer_number} of {attribute:brand}, {variant}, turn {turn}: {text} {other}"
        );
        var id = await client.Open();
        (await client.Respond(id, "whoami?"))["response"].ShouldBe("+14155550101 of acme, VARIANT-1, turn 1: whoami? {other}");
        (await client.Respond(id, "something else"))["response"].ShouldBe("");
    }

    [Fact]
    public async Task Wrong_credentials_are_refused()
    {
        using var stranger = new ChatClient(chat, "wrong");
        var refused = await stranger.Create();
        (refused.Status, refused["error_code"]).ShouldBe((HttpStatusCode.Unauthorized, "AUTH_USER_INVALID_TOKEN"));
        refused.CorrelationId.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("""{ "channel": "pigeon" }""")]
    [InlineData("""{ "integration_attributes": "text" }""")]
    [InlineData("""{ "variant_id": 7 }""")]
    public async Task A_body_that_does_not_fit_the_schema_is_refused(string body)
    {
        var refused = await client.Create(body);
        (refused.Status, refused["error_code"]).ShouldBe((HttpStatusCode.BadRequest, "SCHEMA_VALIDATION_FAILED"));
        refused.Json.GetProperty("success").GetBoolean().ShouldBeFalse();
        chat.Creates.Count.ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_conversation_is_not_found_also_from_another_project()
    {
        var id = await client.Open();
        var unknown = await client.Respond("CONV-1", "hello");
        var foreign = await client.Send(HttpMethod.Post, "/v1/acme-uk/PROJECT-2/chat/respond", $$"""{ "conversation_id": "{{id}}" }""");
        (unknown.Status, unknown["error_code"]).ShouldBe((HttpStatusCode.NotFound, "CONVERSATIONS_NOT_FOUND"));
        foreign.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Conversations_are_read_back_page_by_page()
    {
        var first = await client.Open();
        await client.Open();
        await client.Respond(first, "bill please");

        var page = await client.Send(HttpMethod.Get, "/v3/acme-uk/PROJECT-1/conversations?limit=1&channel=sms");
        var rest = await client.Send(HttpMethod.Get, $"/v3/acme-uk/PROJECT-1/conversations?limit=1&cursor={page["next_cursor"]}");

        var conversation = page.Json.GetProperty("conversations")[0];
        conversation.GetProperty("id").GetString().ShouldBe(first);
        conversation.GetProperty("handoff_reason").GetString().ShouldBe("billing_question");
        conversation.GetProperty("turns")[0].GetProperty("user_input").GetString().ShouldBe("bill please");
        rest.Json.GetProperty("conversations").GetArrayLength().ShouldBe(1);
        rest.Json.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
    }
}
