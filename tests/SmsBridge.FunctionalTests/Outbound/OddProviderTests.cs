using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Outbound;

/// <summary>Providers whose ids and codes are not what they should be.</summary>
public sealed class OddProviderTests(TestPostgres postgres)
{
    private const string Json = "application/json";

    public static TheoryData<string> Ids => ["\\u0000", "a b", "x\\ny", "long"];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_conversation_id_without_its_form_opens_one_conversation_and_fails_the_text(string id)
    {
        var written = id == "long" ? new string('x', 1_000) : id;
        await using var chat = await ScriptedServer.Start(_ =>
            new(200, Json, $$"""{ "conversation_id": "C{{written}}", "response": "Hello." }""")
        );
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Agents:support:BaseUrl", chat.Address)));
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Shows("in", "failed");

        chat.Calls.Count.ShouldBe(1);
        (await bridge.Database.All<string>("select reason from failures")).ShouldBe([
            "Chat API create answered without a conversation_id that can be used",
        ]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_text_whose_sid_has_no_form_is_sent_once(string id)
    {
        var written = id == "long" ? new string('x', 1_000_000) : id;
        await using var twilio = await ScriptedServer.Start(call =>
            call.Method == "POST"
                ? new(201, Json, $$"""{ "sid": "SM{{written}}", "status": "queued", "body": "You said: hi" }""")
                : new(200, Json, """{ "messages": [], "next_page_uri": null }""")
        );
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Twilio:ApiUrl", twilio.Address)));
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Settles();

        twilio.Calls.Count(c => c.Method == "POST").ShouldBe(1);
        await customer.Shows("out", "accepted");
    }

    [Fact]
    public async Task A_sid_that_another_text_of_the_thread_has_is_not_sent_again_and_harms_no_neighbour()
    {
        const string one = "SM00000000000000000000000000000001";
        await using var twilio = await ScriptedServer.Start(_ => new(201, Json, $$"""{ "sid": "{{one}}", "status": "queued" }"""));
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Twilio:ApiUrl", twilio.Address)));
        var customers = Enumerable.Range(0, 10).Select(_ => bridge.Customer()).ToList();

        for (var round = 0; round < 2; round++)
        {
            await Task.WhenAll(customers.Select(c => c.Texts($"round {round}")));
            foreach (var customer in customers)
            {
                await customer.Settles();
            }
        }

        twilio.Calls.Count.ShouldBe(20);
        foreach (var customer in customers)
        {
            (await customer.Messages())
                .Where(m => m.GetProperty("direction").GetString() == "out")
                .Select(m => (m.GetProperty("status").GetString(), m.GetProperty("providerSid").GetString()))
                .ShouldBe([("accepted", one), ("accepted", null)]);
        }
    }

    [Fact]
    public async Task A_code_that_is_no_code_is_neither_stored_nor_logged()
    {
        const string words = "the customer wrote 4711 and more";
        await using var chat = await ScriptedServer.Start(_ =>
            new(400, Json, $$"""{ "error_code": "{{words}}", "error_id": "a\u0000b" }""")
        );
        await using var bridge = await BridgeUnderTest.Start(
            postgres,
            BridgeSetup.With(("Agents:support:BaseUrl", chat.Address), ("Logging:LogLevel:SmsBridge", "Debug"))
        );
        var lines = new LogLines(bridge.Instances[0]);
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Shows("in", "failed");

        (await bridge.Database.All<string>("select reason from failures")).ShouldBe(["Chat API create answered 400"]);
        lines.All.ShouldAllBe(l => !l.Contains("4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_that_names_its_code_as_a_string_opts_the_customer_out()
    {
        await using var twilio = await ScriptedServer.Start(_ => new(400, Json, """{ "code": "21610", "message": "x" }"""));
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Twilio:ApiUrl", twilio.Address)));
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Shows("out", "failed");

        await Eventually.Holds(
            async () => (await customer.Thread()).GetProperty("state").GetString() == "opted-out",
            "the customer is opted out"
        );
    }

    [Theory]
    [InlineData("Sent from your Twilio trial account - You said: it's \u201chere\u201d")]
    [InlineData("You said: it's \"here\"")]
    public async Task A_text_of_unknown_outcome_is_found_though_twilio_lists_it_in_other_words(string listed)
    {
        await using var twilio = await ScriptedServer.Start(call =>
            call.Method == "POST"
                ? new(502, "text/html", "<html>Bad Gateway</html>")
                : new(
                    200,
                    Json,
                    System.Text.Json.JsonSerializer.Serialize(
                        new
                        {
                            messages = new[]
                            {
                                new
                                {
                                    sid = "SM00000000000000000000000000000009",
                                    status = "sent",
                                    body = listed,
                                },
                            },
                            next_page_uri = (string?)null,
                        }
                    )
                )
        );
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Twilio:ApiUrl", twilio.Address)));
        var customer = bridge.Customer();

        await customer.Texts("it's \u201chere\u201d");
        await customer.Settles(TimeSpan.FromSeconds(60));

        twilio.Calls.Count(c => c.Method == "POST").ShouldBe(1);
        (await customer.Messages())[1].GetProperty("providerSid").GetString().ShouldBe("SM00000000000000000000000000000009");
    }
}
