using System.Text.Json;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>What arrives and is no ordinary text.</summary>
public sealed class KindsTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Silent = "+14155550331";

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("human", "One moment.", handoff: """{ "destination": "d" }""")
                .On("film", "What is your favourite film?")
                .Otherwise("You said: {text}"),
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(Silent, d => d["texts"] = JsonSerializer.SerializeToNode(new { unsupported = "" })),
            ],
        };

    [Theory]
    [InlineData("Liked “You said: hello”")]
    [InlineData("Loved \"You said: hello\"")]
    [InlineData("Le gustó “You said: hello”")]
    [InlineData("👍 to “You said: hello”")]
    [InlineData("Removed a heart from “You said: hello”")]
    [InlineData("Emphasized “Something we said long ago”")]
    [InlineData("Liked “Your appointment is on Tuesday at noon”")]
    [InlineData("Loved an image")]
    public async Task A_reaction_is_recorded_and_the_agent_is_not_asked(string reaction)
    {
        var customer = Bridge.Customer();
        await customer.Texts("hello");
        await customer.Receives();

        await customer.Texts(reaction);
        await customer.Shows("in", "ignored");

        var shown = (await customer.Messages())[^1];
        shown.GetProperty("text").GetString().ShouldBe(reaction);
        shown.GetProperty("kind").GetString().ShouldBe("reaction");
        shown.GetProperty("reason").GetString().ShouldBe("reaction");
        await customer.Settles();
        customer.Asked.ShouldBe(["hello"]);
        customer.Received.ShouldBe(["You said: hello"]);
        (
            await Bridge.Database.All<string>(
                "select outcome || asks from turns where thread_id = $1 order by finished_at",
                customer.ThreadId
            )
        ).ShouldBe(["answered1", "ignored0"]);
    }

    [Fact]
    public async Task A_reaction_is_not_asked_even_as_the_first_that_is_ever_heard_of_somebody()
    {
        var customer = Bridge.Customer();

        await customer.Texts("Liked “Sale today!”");
        await customer.Shows("in", "ignored");
        await customer.Texts("hello");
        await customer.Receives();

        customer.Asked.ShouldBe(["hello"]);
    }

    [Theory]
    [InlineData("Liked it a lot!")]
    [InlineData("Loved the burger, can I order again?")]
    [InlineData("Loved \"The Notebook\"")]
    [InlineData("Loved \"The Matrix\" and \"Inception\"")]
    public async Task A_person_who_only_writes_like_a_reaction_is_answered(string text)
    {
        var customer = Bridge.Customer();
        await customer.Texts("film");
        await customer.Receives();

        await customer.Texts(text);

        (await customer.Receives()).ShouldBe($"You said: {text}");
        (await customer.Messages())[2].TryGetProperty("kind", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task While_people_have_the_thread_a_reaction_goes_to_the_desk_as_what_it_is()
    {
        var customer = Bridge.Customer();
        await customer.Texts("human");
        await customer.Receives();
        await Bridge.Desk.Take();

        await customer.Texts("Liked “One moment.”");

        var data = (await Bridge.Desk.Take()).Data;
        data.GetProperty("text").GetString().ShouldBe("Liked “One moment.”");
        data.GetProperty("kind").GetString().ShouldBe("reaction");
        await customer.Texts("hurry");
        (await Bridge.Desk.Take()).Data.TryGetProperty("kind", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Yes", "Yes", "confirm_1", "Yes")]
    [InlineData("", "Track my order", "track", "Track my order")]
    public async Task A_tapped_button_is_asked_by_its_words_and_its_payload_is_in_the_metadata(
        string body,
        string label,
        string payload,
        string asked
    )
    {
        var customer = Bridge.Customer();

        await customer.Sends(body, With(("ButtonText", label), ("ButtonPayload", payload)));
        await customer.Receives();

        var turn = Bridge.Chat.Turns.Of(customer.Address).ShouldHaveSingleItem();
        turn.Message.ShouldBe(asked);
        turn.Metadata!.Value.GetProperty("button_payload").GetString().ShouldBe(payload);
        turn.Metadata.Value.GetProperty("kind").GetString().ShouldBe("button");
        var shown = (await customer.Messages())[0];
        shown.GetProperty("kind").GetString().ShouldBe("button");
        shown.GetProperty("status").GetString().ShouldBe("answered");
        shown.GetProperty("details").GetProperty("button_payload").GetString().ShouldBe(payload);
    }

    [Fact]
    public async Task A_place_becomes_one_line_and_its_degrees_are_in_the_metadata()
    {
        var customer = Bridge.Customer();

        await customer.Sends("", With(("Latitude", "51.5"), ("Longitude", "-0.12"), ("Address", "1 High Street"), ("Label", "Acme")));
        await customer.Receives();

        var turn = Bridge.Chat.Turns.Of(customer.Address).ShouldHaveSingleItem();
        turn.Message.ShouldBe("Location: Acme, 1 High Street (51.5, -0.12)");
        var place = turn.Metadata!.Value.GetProperty("location");
        place.GetProperty("latitude").GetDouble().ShouldBe(51.5);
        place.GetProperty("longitude").GetDouble().ShouldBe(-0.12);
        (await customer.Messages())[0].GetProperty("kind").GetString().ShouldBe("location");
    }

    [Fact]
    public async Task An_answer_to_a_certain_message_names_it_in_the_metadata()
    {
        var customer = Bridge.Customer();

        await customer.Sends("this one", With(("OriginalRepliedMessageSid", "SM00000000000000000000000000000009")));
        await customer.Receives();

        var metadata = Bridge.Chat.Turns.Of(customer.Address).ShouldHaveSingleItem().Metadata!.Value;
        metadata.GetProperty("in_reply_to").GetString().ShouldBe("SM00000000000000000000000000000009");
    }

    [Fact]
    public async Task A_message_with_nothing_to_read_gets_the_numbers_line_and_the_agent_is_not_asked()
    {
        var customer = Bridge.Customer();

        await customer.Sends("", With(("MessageType", "unsupported")));

        (await customer.Receives()).ShouldBe("Sorry, we cannot read this kind of message. Please send us a text.");
        await customer.Settles();
        customer.Asked.ShouldBeEmpty();
        customer.Conversations.ShouldBeEmpty();
        var messages = await customer.Messages();
        messages[0].GetProperty("status").GetString().ShouldBe("ignored");
        messages[0].GetProperty("reason").GetString().ShouldBe("unsupported");
        messages[1].GetProperty("author").GetString().ShouldBe("bridge");
    }

    [Fact]
    public async Task A_number_without_such_a_line_stays_silent()
    {
        var customer = Bridge.Customer(Silent);

        await customer.Sends("", With(("MessageType", "unsupported")));
        await customer.Shows("in", "ignored");
        await customer.Settles();

        customer.Received.ShouldBeEmpty();
    }

    private static InboundOptions With(params (string Name, string Value)[] fields) =>
        new() { Fields = fields.ToDictionary(f => f.Name, f => (string?)f.Value) };
}
