using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Threads.Lookups;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>Whatever a lookup does, the customer gets an answer, and the agent what is known without it.</summary>
public sealed class FailingLookupTests(TestPostgres postgres)
{
    [Theory]
    [InlineData(500, "{}")]
    [InlineData(401, "{}")]
    [InlineData(201, """{ "tier": "gold" }""")]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, """["gold"]""")]
    [InlineData(200, """{ "tier": "half an emoji \ud83d" }""")]
    [InlineData(200, """{ "tier": "\u0000" }""")]
    [InlineData(200, """{ "tier": 1e999999 }""")]
    public Task An_answer_that_is_none_costs_no_answer(int status, string body) => CostsNoAnswer(_ => Crm.Answer(body, status));

    [Fact]
    public async Task An_answer_of_16_KB_is_taken_and_a_larger_one_is_not()
    {
        var largest = $$"""{ "tier": "{{new string('x', (16 * 1024) - 14)}}" }""";
        largest.Length.ShouldBe(16 * 1024);
        await using var crm = await Crm.Knows(largest);
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(crm.Address));
        var customer = bridge.Customer();
        await customer.Texts("hi");
        await customer.Receives();
        customer.Attributes()["tier"].GetString()!.Length.ShouldBeGreaterThan(16_000);

        await CostsNoAnswer(_ => Crm.Answer(largest + " "));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var calls = 0;
        await CostsNoAnswer(call =>
        {
            Interlocked.Increment(ref calls);
            return call.Target == "/" ? new(307, "text/plain", "", ("Location", "/elsewhere")) : Crm.Answer("""{ "tier": "gold" }""");
        });
        calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_lookup_that_does_not_answer_in_time_costs_no_answer()
    {
        var never = new TaskCompletionSource<Reply>();
        await using var crm = await ScriptedServer.Start(_ => never.Task);
        await CostsNoAnswer(crm.Address, ("Timeout", "00:00:00.300"));
        crm.Calls.Count.ShouldBe(1);
        never.SetResult(Crm.Answer("{}"));
    }

    [Fact]
    public Task A_lookup_that_is_not_there_costs_no_answer() => CostsNoAnswer(Ports.FreeAddress());

    [Fact]
    public async Task A_lookup_that_breaks_off_costs_no_answer()
    {
        TcpLine? line = null;
        await using var crm = await ScriptedServer.Start(_ =>
        {
            line!.Cut();
            return Crm.Answer("{}");
        });
        line = new TcpLine("127.0.0.1", new Uri(crm.Address).Port);
        await CostsNoAnswer(line.Address.ToString());
        crm.Calls.Count.ShouldBe(1);
        await line.DisposeAsync();
    }

    [Fact]
    public async Task A_lookup_that_keeps_failing_is_left_alone()
    {
        await using var crm = await ScriptedServer.Start(_ => Crm.Answer("", 503));
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(crm.Address));
        using var counters = new Counters(bridge.Instances[0]);

        for (var i = 0; i < 5; i++)
        {
            var customer = bridge.Customer();
            await customer.Texts("hi");
            await customer.Receives();
            customer.ShouldHaveNothingFromTheLookup();
        }

        crm.Calls.Count.ShouldBe(3);
        counters["smsbridge.lookups outcome=failed"].ShouldBe(3);
        counters["smsbridge.lookups outcome=skipped"].ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_is_logged_once_with_the_customer_masked_and_without_a_secret()
    {
        await using var crm = await ScriptedServer.Start(_ => Crm.Answer("secret of the customer", 503));
        var setup = Crm.AskedAt($"{crm.Address}/secret-path");
        await using var around = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase(), setup);
        await using var child = await ChildBridge.Serve(around);
        await around.ConfigureNumbers(child.Ops, child.Webhook);
        var customer = around.Customer();

        await customer.Texts("hi");
        await customer.Receives();
        await child.Terminate();
        await child.Ends();

        child.Output.ShouldContain("[1200]");
        child.Output.Split("Lookup 'crm' told nothing of +*********").Length.ShouldBe(2);
        child.Output.ShouldContain("whose conversation opens without it: it answered 503");
        child.Output.ShouldContain("Lookups: crm");
        foreach (var secret in (string[])[customer.Address[2..], "secret", Crm.Secret, Crm.Secret[6..]])
        {
            child.Output.ShouldNotContain(secret, Case.Sensitive);
        }
    }

    private async Task CostsNoAnswer(Func<Call, Reply> answer)
    {
        await using var crm = await ScriptedServer.Start(answer);
        await CostsNoAnswer(crm.Address);
        crm.Calls.ShouldNotBeEmpty();
    }

    private async Task CostsNoAnswer(string url, params (string Member, string Value)[] settings)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Crm.AskedAt(url, settings));
        using var counters = new Counters(bridge.Instances[0]);
        var customer = bridge.Customer();

        await customer.Texts("hi");

        (await customer.Receives()).ShouldBe("You said: hi");
        customer.ShouldHaveNothingFromTheLookup();
        await customer.Shows("in", "answered");
        counters["smsbridge.lookups outcome=failed"].ShouldBe(1);
        bridge.Chat.Creates.Of(customer.Address).Count.ShouldBe(1);
    }
}
