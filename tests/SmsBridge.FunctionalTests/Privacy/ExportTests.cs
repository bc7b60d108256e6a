using System.Text.Json;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.FunctionalTests.Outbound;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>A customer wants to know what is held.</summary>
public sealed class ExportTests(SharedBridge shared) : LiveAgentTests(shared)
{
    [Fact]
    public async Task One_document_has_threads_texts_with_their_states_conversations_handoffs_and_consents()
    {
        var (customer, person) = await WithPeople();
        await person.Writes("Ada here", "e-1");
        await customer.Receives();
        await customer.Texts("STOP");
        await customer.Settles();

        var answer = await Ops.Get(Remains.Path(customer));

        answer.Status.ShouldBe(200, answer.Body);
        answer.ContentType.ShouldBe("application/json");
        Check(answer.Json, customer);
    }

    [Fact]
    public async Task The_command_prints_the_same_document_and_fails_for_whoever_is_unknown()
    {
        var (customer, person) = await WithPeople();
        await person.Writes("Ada here", "e-2");
        await customer.Receives();
        await customer.Texts("STOP");
        await customer.Settles();

        var ran = await Bridge.CommandLine().Run("export-customer", customer.Address);
        var unknown = await Bridge.CommandLine().Run("export-customer", "+14155559999");

        Check(ran.ShouldEndWith(0).Json, customer);
        unknown.ShouldEndWith(1).All.ShouldNotContain("4155559999");
    }

    [Fact]
    public async Task Whoever_is_unknown_is_not_found_and_one_number_alone_can_be_asked_for()
    {
        var customer = Bridge.Customer();
        (await Ops.Get(Remains.Path(customer))).Status.ShouldBe(404);
        await Starter.Starts(Ops, customer, "welcome", "x-1");
        await customer.Receives();

        (await Ops.Get(Remains.Path(customer, "?number=%2B14155550777"))).Status.ShouldBe(404);
        var answer = await Ops.Get(Remains.Path(customer, $"?number={Uri.EscapeDataString(BridgeSetup.Number)}"));

        answer.Json.GetProperty("threads").GetArrayLength().ShouldBe(1);
    }

    private static void Check(JsonElement document, Customer customer)
    {
        document.GetProperty("customer").GetString().ShouldBe(customer.Address);
        var thread = document.GetProperty("threads").EnumerateArray().ToList().ShouldHaveSingleItem();
        thread.GetProperty("state").GetString().ShouldBe("opted-out");
        var messages = thread.GetProperty("messages").EnumerateArray().ToList();
        messages[0].GetProperty("text").GetString().ShouldBe("human");
        messages.ShouldContain(m => m.GetProperty("text").GetString() == "Ada here" && m.GetProperty("direction").GetString() == "out");
        messages.ShouldAllBe(m => m.GetProperty("status").GetString()!.Length > 0);
        var conversation = thread.GetProperty("conversations").EnumerateArray().ToList().ShouldHaveSingleItem();
        conversation.GetProperty("attributes").GetProperty("customer_number").GetString().ShouldBe(customer.Address);
        var handoff = thread.GetProperty("handoffs").EnumerateArray().ToList().ShouldHaveSingleItem();
        handoff.GetProperty("data").GetProperty("transcript").GetArrayLength().ShouldBeGreaterThan(0);
        thread.GetProperty("events").GetArrayLength().ShouldBeGreaterThan(1);
        thread.GetProperty("failures").GetArrayLength().ShouldBe(0);
        var consent = document.GetProperty("consents").EnumerateArray().ToList().ShouldHaveSingleItem();
        (consent.GetProperty("word").GetString(), consent.GetProperty("optedOut").GetBoolean()).ShouldBe(("STOP", true));
    }
}
