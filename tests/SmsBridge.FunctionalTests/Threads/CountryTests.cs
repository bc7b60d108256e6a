using System.Text.Json.Nodes;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>A number may answer the customers of some countries only.</summary>
public sealed class CountryTests(SharedBridge shared) : BridgeTests(shared)
{
    private const string Home = "+14155550351";
    private const string Moving = "+14155550352";
    private const string Leaving = "+14155550353";

    private protected override BridgeSetup Setup =>
        new()
        {
            Script = new AgentScript("Hello.", [])
                .On("human", "One moment.", handoff: """{ "destination": "d" }""")
                .On("slow", "At last.", latencySeconds: 2)
                .Otherwise("Hi."),
            Numbers = [From(Home, "US", "GB"), From(Moving, "US"), From(Leaving, "US")],
        };

    [Theory]
    [InlineData("+18765550101")]
    [InlineData("+14165550101")]
    [InlineData("+8801712345678")]
    [InlineData("+881612345678")]
    public async Task A_text_from_a_country_that_is_not_listed_is_ignored_and_the_agent_is_not_asked(string address)
    {
        var customer = new Customer(Bridge, address, Home);

        await customer.Texts("hello");
        await customer.Settles();

        customer.Conversations.ShouldBeEmpty();
        customer.Received.ShouldBeEmpty();
        (await customer.Messages())[^1].GetProperty("reason").GetString().ShouldBe("country");
    }

    [Theory]
    [InlineData("+14155550901")]
    [InlineData("+447700900123")]
    public async Task A_text_from_a_country_that_is_listed_is_answered(string address)
    {
        var customer = new Customer(Bridge, address, Home);

        await customer.Texts("hello");

        (await customer.Receives()).ShouldBe("Hi.");
    }

    [Fact]
    public async Task An_answer_to_a_country_that_was_taken_off_the_list_meanwhile_is_canceled_and_says_why()
    {
        var customer = Bridge.Customer(Moving);
        await customer.Texts("slow");
        await Eventually.Holds(() => customer.Asked.Count == 1, "the agent thinks");

        await Ops.Configure(From(Moving, "CA"));
        await customer.Settles();

        customer.Received.ShouldBeEmpty();
        var answer = (await customer.Messages())[^1];
        answer.GetProperty("status").GetString().ShouldBe("canceled");
        answer.GetProperty("error").GetProperty("text").GetString()!.ShouldStartWith("country");
        (await Bridge.Database.Count("failures where thread_id = $1", customer.ThreadId)).ShouldBe(0);
    }

    [Fact]
    public async Task People_get_409_when_they_write_to_a_country_that_is_not_listed()
    {
        var customer = Bridge.Customer(Leaving);
        var person = new DeskPerson(customer, Ops);
        await customer.Texts("human");
        await person.TakesTheThread();
        await customer.Settles();

        await Ops.Configure(From(Leaving, "CA"));
        var answer = await person.Writes("hello", "1");

        answer.Status.ShouldBe(409);
        answer.Json.GetProperty("code").GetString().ShouldBe("country-not-allowed");
        customer.Received.ShouldBe(["One moment."]);
    }

    private static JsonObject From(string number, params string[] countries) =>
        BridgeSetup.Document(number, d => d["replyCountries"] = new JsonArray([.. countries.Select(c => JsonValue.Create(c))]));
}
