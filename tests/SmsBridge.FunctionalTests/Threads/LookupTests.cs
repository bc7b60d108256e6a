using System.Text.Json;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Threads;

public sealed class LookupTests(TestPostgres postgres)
{
    [Fact]
    public async Task What_the_lookup_answers_is_told_to_the_agent_and_wins_over_the_numbers_own_attributes_but_never_over_reserved_names()
    {
        await using var crm = await Crm.Knows(
            """
            { "tier": "gold", "open_orders": 2, "vip": true, "address": { "zip": "94601" }, "tags": ["a"], "name": null,
              "note": "{{first_text}}", "customer_number": "forged", "thread_id": "forged", "last_handoff_id": "forged" }
            """
        );
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(crm.Address));
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Receives();

        var attributes = customer.Attributes();
        attributes["tier"].GetString().ShouldBe("gold");
        attributes["open_orders"].GetInt32().ShouldBe(2);
        attributes["vip"].GetBoolean().ShouldBeTrue();
        attributes["address"].GetProperty("zip").GetString().ShouldBe("94601");
        attributes["tags"][0].GetString().ShouldBe("a");
        attributes["note"].GetString().ShouldBe("{{first_text}}");
        attributes["brand"].GetString().ShouldBe("acme");
        attributes["customer_number"].GetString().ShouldBe(customer.Address);
        attributes["thread_id"].GetString().ShouldBe(customer.ThreadId.ToString());
        attributes.ShouldNotContainKey("name");
        attributes.ShouldNotContainKey("last_handoff_id");
        var stored = await bridge.Database.All<string>("select attributes::text from conversations");
        stored.ShouldHaveSingleItem().ShouldContain("gold");
    }

    [Fact]
    public async Task The_lookup_is_a_signed_post_with_number_customer_channel_and_thread_and_without_the_text()
    {
        await using var crm = await Crm.Knows("{}");
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt($"{crm.Address}/who?v=1"));
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Receives();

        var call = crm.Calls.ShouldHaveSingleItem();
        $"{call.Method} {call.Target}".ShouldBe("POST /who?v=1");
        call.Headers["Content-Type"].ShouldBe("application/json");
        JsonSerializer
            .Deserialize<Dictionary<string, string>>(call.Body)
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["number"] = BridgeSetup.Number,
                    ["customer"] = customer.Address,
                    ["channel"] = "sms",
                    ["threadId"] = customer.ThreadId.ToString(),
                }
            );
        Crm.ShouldBeSigned(call);
        Should.Throw<ShouldAssertException>(() => Crm.ShouldBeSigned(call with { Body = call.Body + " " }));
    }

    [Fact]
    public async Task The_text_is_sent_where_the_settings_say_so()
    {
        await using var crm = await Crm.Knows("{}");
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(crm.Address, ("IncludeText", "true")));
        var customer = bridge.Customer();

        await customer.Texts("where is order 5?");
        await customer.Receives();

        var call = crm.Calls.ShouldHaveSingleItem();
        JsonDocument.Parse(call.Body).RootElement.GetProperty("text").GetString().ShouldBe("where is order 5?");
        Crm.ShouldBeSigned(call);
    }

    [Fact]
    public async Task Only_the_first_text_of_a_conversation_asks_and_the_answer_is_kept_for_the_next_conversation()
    {
        await using var crm = await Crm.Knows("""{ "tier": "gold" }""");
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(crm.Address));
        using var counters = new Counters(bridge.Instances[0]);
        var customer = bridge.Customer();

        foreach (var text in (string[])["hi", "and", "bye", "hi again"])
        {
            await customer.Texts(text);
            await customer.Receives();
        }

        customer.Conversations.Count.ShouldBe(2);
        customer.Attributes()["tier"].GetString().ShouldBe("gold");
        crm.Calls.Count.ShouldBe(1);
        counters["smsbridge.lookups outcome=found"].ShouldBe(1);
        counters["smsbridge.lookups outcome=cached"].ShouldBe(1);
        counters["smsbridge.lookups lookup=crm"].ShouldBe(2);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(204)]
    public async Task That_a_customer_is_not_known_is_no_failure_and_kept_as_well(int status)
    {
        await using var crm = await ScriptedServer.Start(_ => Crm.Answer("", status));
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(crm.Address));
        using var counters = new Counters(bridge.Instances[0]);
        var customer = bridge.Customer();

        await customer.Texts("bye");
        await customer.Receives();
        await customer.Texts("hi");
        await customer.Receives();

        customer.ShouldHaveNothingFromTheLookup();
        crm.Calls.Count.ShouldBe(1);
        counters["smsbridge.lookups outcome=nothing"].ShouldBe(1);
        counters["smsbridge.lookups outcome=cached"].ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_time_to_keep_answers_each_conversation_asks()
    {
        await using var crm = await Crm.Knows("""{ "tier": "gold" }""");
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(crm.Address, ("CacheFor", "00:00:00")));
        var customer = bridge.Customer();

        await customer.Texts("bye");
        await customer.Receives();
        await customer.Texts("hi");
        await customer.Receives();

        crm.Calls.Count.ShouldBe(2);
        crm.Calls.Select(c => c.Headers["webhook-id"]).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Each_of_many_customers_at_once_gets_their_own_attributes()
    {
        await using var crm = await ScriptedServer.Start(call =>
            Crm.Answer($$"""{ "tier": "of {{JsonDocument.Parse(call.Body).RootElement.GetProperty("customer").GetString()}}" }""")
        );
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(crm.Address));
        var customers = Enumerable.Range(0, 30).Select(_ => bridge.Customer()).ToList();

        await Task.WhenAll(customers.Select(c => c.Texts("hi")));
        await Task.WhenAll(customers.Select(c => c.Receives()));

        customers.ShouldAllBe(c => c.Attributes()["tier"].GetString() == $"of {c.Address}");
        crm.Calls.Count.ShouldBe(30);
    }
}
