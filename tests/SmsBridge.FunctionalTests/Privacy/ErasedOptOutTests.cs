using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.FunctionalTests.Outbound;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>Whoever opted out and was erased is not texted.</summary>
public sealed class ErasedOptOutTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private const string ServiceNumber = "+14155550141";
    private const string Sister = "+14155550142";

    private protected override BridgeSetup Setup =>
        base.Setup with
        {
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(ServiceNumber, d => d["messagingServiceSid"] = $"MG{new string('b', 32)}"),
                BridgeSetup.Document(Sister, d => d["messagingServiceSid"] = $"MG{new string('b', 32)}"),
            ],
        };

    [Fact]
    public async Task STOP_still_means_stop_and_only_a_hash_is_left_of_it()
    {
        var customer = await Erased();

        (await Remains.Of(Bridge.Database, customer)).ShouldBeEmpty();
        var plain = Convert.ToHexStringLower(SmsBridge.Threads.Consent.CustomerHashes.Plain(customer.Address));
        (await Remains.Of(Bridge.Database, plain)).ShouldBeEmpty("who tries all numbers would find it");
        Starter.Refused(await Starter.Starts(Ops, customer, "are you there?", "o-1"), 409, "opted-out");
        await customer.Texts("hello again");
        await customer.Shows("in", "ignored");
        customer.Asked.ShouldBeEmpty();
        (await State(customer)).ShouldBe("opted-out");
    }

    [Theory]
    [InlineData("START")]
    [InlineData("yes")]
    public async Task A_start_word_lifts_it_for_good(string word)
    {
        var customer = await Erased();

        await customer.Texts(word);
        await customer.Texts("hello again");

        (await customer.Receives()).ShouldBe("You said: hello again");
        await customer.Settles();
        await Ops.Delete(Remains.Path(customer));
        (await Starter.Starts(Ops, customer, "welcome", "o-2")).Status.ShouldBe(202);
        (await customer.Receives()).ShouldBe("welcome");
    }

    [Fact]
    public async Task It_holds_for_all_numbers_of_a_messaging_service()
    {
        var customer = await Erased(ServiceNumber);
        var atSister = new Customer(Bridge, customer.Address, Sister);

        await atSister.Texts("hello");
        await atSister.Shows("in", "ignored");

        var elsewhere = new Customer(Bridge, customer.Address, BridgeSetup.Number);
        await elsewhere.Texts("hello");
        (await elsewhere.Receives()).ShouldBe("You said: hello");
    }

    [Fact]
    public async Task Erased_twice_it_holds_as_before()
    {
        var customer = await Erased();
        await customer.Texts("hello again");
        await customer.Shows("in", "ignored");

        (await Ops.Delete(Remains.Path(customer))).Status.ShouldBe(200);

        Starter.Refused(await Starter.Starts(Ops, customer, "are you there?", "o-3"), 409, "opted-out");
    }

    [Fact]
    public async Task The_records_of_consent_show_that_somebody_opted_out_and_not_who()
    {
        var before = (await Ops.Get("/api/v1/consents?limit=500")).Json.GetProperty("items").GetArrayLength();
        var customer = await Erased();

        var records = (await Ops.Get("/api/v1/consents?limit=500")).Json.GetProperty("items");

        records.GetArrayLength().ShouldBe(before + 1);
        var last = records[records.GetArrayLength() - 1];
        last.GetProperty("how").GetString().ShouldBe("erasure");
        last.GetProperty("optedOut").GetBoolean().ShouldBeTrue();
        last.GetProperty("customer").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        records.ToString().ShouldNotContain(customer.Address[2..]);
    }

    [Fact]
    public async Task The_doctor_asks_for_a_secret_once_an_opt_out_is_kept_without_one()
    {
        await Erased();

        var found = await Bridge.CommandLine().Run("doctor");
        var withSecret = await Bridge.CommandLine().With("Privacy:HashKeys:0", new string('x', 32)).Run("doctor");

        found.Output.ShouldContain("warn  privacy");
        found.Output.ShouldContain("Privacy:HashKeys:0");
        withSecret.Output.ShouldContain("ok    privacy");
    }

    private async Task<Customer> Erased(string number = BridgeSetup.Number)
    {
        var customer = Bridge.Customer(number);
        await customer.Texts("STOP");
        await customer.Settles();
        var answer = await Ops.Delete(Remains.Path(customer));
        answer.Json.GetProperty("erased")[0].GetProperty("optOutsKept").GetInt64().ShouldBe(1);
        return customer;
    }
}
