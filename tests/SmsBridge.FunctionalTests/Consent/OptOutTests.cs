using System.Text.Json;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Consent;

/// <summary>Customers who do not want texts any more, and want them again.</summary>
public sealed class OptOutTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private const string ServiceNumber = "+14155550121";
    private const string Sister = "+14155550122";
    private const string ShortCode = "78787";

    private protected override BridgeSetup Setup =>
        base.Setup with
        {
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(ServiceNumber, d => d["messagingServiceSid"] = $"MG{new string('a', 32)}"),
                BridgeSetup.Document(Sister, d => d["messagingServiceSid"] = $"MG{new string('a', 32)}"),
                BridgeSetup.Document(
                    ShortCode,
                    d =>
                    {
                        d["optOutReplies"] = "bridge";
                        d["label"] = "Acme";
                    }
                ),
            ],
        };

    [Fact]
    public async Task STOP_ends_the_conversation_and_nothing_is_sent_or_asked_any_more()
    {
        var customer = Bridge.Customer();
        await customer.Texts("hello");
        await customer.Receives();

        await customer.Texts(" stop ");
        (await State(customer)).ShouldBe("opted-out");
        await customer.Texts("are you there?");
        await customer.Shows("in", "ignored");
        await customer.Settles();

        var messages = await customer.Messages();
        (messages[2].GetProperty("kind").GetString(), messages[2].GetProperty("status").GetString()).ShouldBe(("stop", "ignored"));
        messages[3].GetProperty("reason").GetString().ShouldBe("opted-out");
        customer.Asked.ShouldBe(["hello"]);
        customer.Received.Count.ShouldBe(1);
        await Eventually.Holds(() => Bridge.Chat.Closes.Of(customer.Address).Count == 1, "the Chat API was told");
    }

    [Theory]
    [InlineData("START")]
    [InlineData("unstop")]
    [InlineData("Yes")]
    public async Task After_a_start_word_the_next_text_opens_a_new_conversation(string word)
    {
        var customer = Bridge.Customer();
        await customer.Texts("hello");
        await customer.Receives();
        await customer.Texts("STOP");

        await customer.Texts(word);
        (await State(customer)).ShouldBe("idle");
        await customer.Texts("back again");

        (await customer.Receives()).ShouldBe("You said: back again");
        customer.Asked.ShouldBe(["hello", "back again"]);
        customer.Conversations.Count.ShouldBe(2);
    }

    [Fact]
    public async Task YES_is_an_answer_while_the_customer_is_opted_in()
    {
        var customer = Bridge.Customer();
        await customer.Texts("yes");
        (await customer.Receives()).ShouldBe("You said: yes");
    }

    [Theory]
    [InlineData("HELP")]
    [InlineData("info")]
    public async Task HELP_is_left_to_Twilio_and_the_agent_is_not_asked(string word)
    {
        var customer = Bridge.Customer();
        await customer.Texts(word);
        await customer.Shows("in", "ignored");
        await customer.Settles();

        (await customer.Messages()).Count.ShouldBe(1);
        customer.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_Twilio_made_of_a_text_comes_before_our_list()
    {
        var customer = Bridge.Customer();
        (await customer.Sends("Baja", new InboundOptions { OptOutType = "STOP" })).Status.ShouldBe(200);
        (await State(customer)).ShouldBe("opted-out");
    }

    [Fact]
    public async Task A_sentence_with_a_keyword_goes_to_the_agent()
    {
        var customer = Bridge.Customer();
        await customer.Texts("STOP PLEASE");
        (await customer.Receives()).ShouldBe("You said: STOP PLEASE");
    }

    [Fact]
    public async Task A_reply_that_the_agent_was_computing_is_not_sent()
    {
        var customer = Bridge.Customer();
        await customer.Texts("think");
        await Eventually.Holds(() => customer.Asked.Count == 1, "the agent thinks");

        await customer.Texts("STOP");
        await customer.Settles();

        customer.Received.ShouldBeEmpty();
        var messages = await customer.Messages();
        messages.Select(m => m.GetProperty("direction").GetString()).ShouldAllBe(d => d == "in");
        messages[0].GetProperty("reason").GetString().ShouldBe("opted-out");
    }

    [Fact]
    public async Task Replies_that_wait_for_Twilio_are_canceled()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(50, Fault.Http(429, retryAfter: TimeSpan.FromSeconds(2)), "create", customer.Address);
        await customer.Texts("hello");
        await customer.Shows("out", "queued");

        await customer.Texts("STOP");
        await customer.Shows("out", "canceled");
        await customer.Settles();

        customer.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_opt_out_holds_for_all_numbers_of_a_Messaging_Service_and_for_no_other()
    {
        var address = Bridge.Customer().Address;
        var (service, sister, other) = (
            new Customer(Bridge, address, ServiceNumber),
            new Customer(Bridge, address, Sister),
            new Customer(Bridge, address, BridgeSetup.Number)
        );
        await other.Texts("one");
        await other.Receives();

        await service.Texts("STOP");
        await sister.Texts("two");
        await sister.Shows("in", "ignored");

        (await State(sister)).ShouldBe("opted-out");
        (await State(other)).ShouldBe("agent");
        await service.Texts("START");
        await sister.Texts("three");
        (await sister.Receives()).ShouldBe("You said: three");
    }

    [Fact]
    public async Task STOP_while_people_have_the_thread_releases_it_and_their_texts_are_refused()
    {
        var (customer, person) = await WithPeople();

        await customer.Texts("STOP");

        (await person.Hears("released")).GetProperty("reason").GetString().ShouldBe("opted-out");
        (await person.Writes("still there?", "1")).Status.ShouldBe(409);
        (await State(customer)).ShouldBe("opted-out");
    }

    [Fact]
    public async Task A_refusal_by_Twilio_counts_as_an_opt_out()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.Http(400, code: "21610"), "create", customer.Address);
        await customer.Texts("hello");
        await customer.Shows("out", "failed");
        await Eventually.Holds(async () => await State(customer) == "opted-out", "the thread is opted out");

        await customer.Texts("and now?");
        await customer.Shows("in", "ignored");

        var records = await Records(customer);
        records.ShouldHaveSingleItem().GetProperty("how").GetString().ShouldBe("provider");
    }

    [Fact]
    public async Task Where_Twilio_leaves_keywords_to_the_application_the_bridge_answers_each_once()
    {
        var customer = new Customer(Bridge, Bridge.Customer().Address, ShortCode);
        await customer.Texts("HELP");
        (await customer.Receives()).ShouldStartWith("Acme: ");

        await customer.Texts("STOP");
        (await customer.Receives()).ShouldContain("no more texts");
        await customer.Texts("STOP");
        await customer.Texts("START");
        (await customer.Receives()).ShouldContain("again");
    }

    [Fact]
    public async Task Who_said_what_when_and_how_is_kept_and_can_be_exported()
    {
        var customer = Bridge.Customer();
        await customer.Texts("STOP");
        await customer.Texts("START");
        var told = new
        {
            number = BridgeSetup.Number,
            customer = customer.Address,
            optedOut = true,
        };
        (await Ops.Post("/api/v1/consents", told)).Status.ShouldBe(204);

        var records = await Records(customer);
        records.Select(r => r.GetProperty("optedOut").GetBoolean()).ShouldBe([true, false, true]);
        records.Select(r => r.GetProperty("how").GetString()).ShouldBe(["keyword", "keyword", "operator"]);
        records[0].GetProperty("word").GetString().ShouldBe("STOP");
        records[0].GetProperty("providerSid").GetString().ShouldStartWith("SM");
        (await State(customer)).ShouldBe("opted-out");
        var csv = await Ops.Get($"/api/v1/consents?format=csv&customer={Uri.EscapeDataString(customer.Address)}");
        csv.ContentType.ShouldBe("text/csv");
        csv.Body.Split("\r\n").Length.ShouldBe(5);
        csv.Body.ShouldStartWith("at,scope,number,customer,optedOut,how,word,providerSid,actor\r\n");
    }

    [Fact]
    public async Task The_table_of_all_records_is_sent_while_it_is_read()
    {
        await Bridge.Database.Do(
            """
            insert into consent_events (id, scope, number, customer_hash, customer, opted_out, how)
            select gen_random_uuid(), 'a scope', $1, sha256(n::text::bytea), 'customer ' || n, true, 'operator' from generate_series(1, 3000) n
            """,
            ShortCode
        );
        using var http = new HttpClient { BaseAddress = new Uri(Bridge.Instances[0].OpsAddress) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", BridgeSettings.Key);

        using var response = await http.GetAsync(
            $"/api/v1/consents?format=csv&number={ShortCode}",
            HttpCompletionOption.ResponseHeadersRead
        );

        response.Content.Headers.ContentLength.ShouldBeNull("nobody has counted it beforehand");
        (await response.Content.ReadAsStringAsync()).Split("\r\n").Length.ShouldBeGreaterThan(3001);
    }

    [Fact]
    public async Task A_keyword_that_is_delivered_twice_counts_once()
    {
        var customer = Bridge.Customer();
        var sid = BridgeUnderTest.NewSid();
        for (var i = 0; i < 2; i++)
        {
            (await customer.Sends("STOP", new InboundOptions { MessageSid = sid })).Status.ShouldBe(200);
        }

        (await Records(customer)).Count.ShouldBe(1);
        (await customer.Messages()).Count.ShouldBe(1);
    }

    private async Task<IReadOnlyList<JsonElement>> Records(Customer customer)
    {
        var answer = await Ops.Get($"/api/v1/consents?customer={Uri.EscapeDataString(customer.Address)}");
        answer.Status.ShouldBe(200, answer.Body);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }
}
