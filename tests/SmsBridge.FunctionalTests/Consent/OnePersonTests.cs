using System.Text.Json;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.FunctionalTests.Outbound;
using SmsBridge.FunctionalTests.Privacy;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Consent;

/// <summary>One person with two addresses: forms of a WhatsApp number, and the id that stands in for one that is hidden.</summary>
public sealed class OnePersonTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private const string Number = "whatsapp:+14155550361";
    private const string Sister = "whatsapp:+14155550362";
    private const string British = "whatsapp:+14155550363";
    private static int drawn;

    private protected override BridgeSetup Setup =>
        base.Setup with
        {
            Numbers =
            [
                BridgeSetup.Document(),
                BridgeSetup.Document(Number),
                BridgeSetup.Document(Sister),
                BridgeSetup.Document(British, d => d["replyCountries"] = new System.Text.Json.Nodes.JsonArray("GB", "IE")),
            ],
        };

    [Theory]
    [InlineData("+5255123{0}", "+52155123{0}")]
    [InlineData("+5435112{0}", "+54935112{0}")]
    [InlineData("+5531876{0}", "+55319876{0}")]
    public async Task Forms_of_a_WhatsApp_number_share_thread_answer_and_consent(string started, string writes)
    {
        var digits = Digits(5);
        var (first, second) = (At(string.Format(null, started, digits)), At(string.Format(null, writes, digits)));
        (await Starts(first, "Your order is ready.", "o-1")).Status.ShouldBe(202);
        await first.Receives();

        await second.Texts("which one?");
        (await second.Receives()).ShouldBe("You said: which one?");
        Starter.Told(second.Conversations.ShouldHaveSingleItem(), "last_outbound_text").ShouldBe("Your order is ready.");
        foreach (var customer in new[] { first, second })
        {
            var found = (await Get($"/api/v1/threads?customer={Uri.EscapeDataString(customer.Address)}")).GetProperty("items");
            var thread = found.EnumerateArray().ShouldHaveSingleItem();
            thread.GetProperty("id").GetGuid().ShouldBe(second.ThreadId);
            thread.GetProperty("customer").GetString().ShouldBe(second.Address);
        }

        // What we start goes where the customer wrote from.
        (await Starts(first, "It is the blue one.", "o-2")).Status.ShouldBe(202);
        (await second.Receives()).ShouldBe("It is the blue one.");

        await second.Texts("STOP");
        (await second.Receives()).ShouldContain("no more texts");
        Starter.Refused(await Starts(first, "One more offer", "o-3"), 409, "opted-out");
        Starter.Refused(await Starts(second, "One more offer", "o-4"), 409, "opted-out");
        await first.Texts("START");
        await second.Texts("back");
        await Eventually.Holds(() => second.Received[^1] == "You said: back", "the answer");

        var erased = await Ops.Delete(Remains.Path(first));
        erased.Json.GetProperty("found").GetBoolean().ShouldBeTrue();
        (await Remains.Of(Bridge.Database, first.Address, second.Address)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_opt_out_that_was_stored_for_another_form_holds_and_can_be_lifted()
    {
        var digits = Digits(6);
        var (old, now) = (At($"+525599{digits}"), At($"+5215599{digits}"));
        await Bridge.Database.Do(
            "insert into consents (scope, customer_hash, customer, opted_out) values ($1, sha256(convert_to($2, 'UTF8')), $2, true)",
            Number,
            old.Address
        );

        Starter.Refused(await Starts(now, "An offer", "l-1"), 409, "opted-out");
        await now.Texts("hello?");
        await now.Shows("in", "ignored");
        await now.Texts("START");
        (await now.Receives()).ShouldContain("again");
        (await Starts(old, "Your order is ready.", "l-2")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task Addresses_that_one_webhook_names_together_share_consent()
    {
        var (phone, user) = (At($"+1628555{Digits(4)}"), new Customer(Bridge, $"whatsapp:US.1349{Digits(12)}", Number));
        await Sends(phone, "STOP", user);
        (await phone.Receives()).ShouldContain("no more texts");

        await user.Texts("hi from my other id");
        await user.Shows("in", "ignored");
        (await State(user)).ShouldBe("opted-out");
        Starter.Refused(await Starts(user, "An offer", "u-1"), 409, "opted-out");

        await user.Texts("START");
        (await user.Receives()).ShouldContain("again");
        await phone.Texts("me again");
        (await phone.Receives()).ShouldBe("You said: me again");
    }

    [Fact]
    public async Task What_is_learnt_after_the_opt_out_counts_too_at_every_number()
    {
        var user = new Customer(Bridge, $"whatsapp:US.7{Digits(12)}", Number);
        var address = $"+1628556{Digits(4)}";
        var (phone, sister) = (At(address), new Customer(Bridge, $"whatsapp:{address}", Sister));
        await sister.Texts("hi");
        await sister.Receives();
        await phone.Texts("hello");
        await phone.Receives();
        var other = new Customer(Bridge, user.Address, Sister);
        await user.Texts("opt out");
        await user.Receives();
        await other.Texts("stop");
        await other.Receives();

        await Sends(phone, "anything new?", user);

        await phone.Shows("in", "ignored");
        (await State(phone)).ShouldBe("opted-out");
        (await State(sister)).ShouldBe("opted-out");
        var records = (await Get($"/api/v1/consents?customer={Uri.EscapeDataString(phone.Address)}")).GetProperty("items");
        records.EnumerateArray().Select(r => r.GetProperty("how").GetString()).ShouldBe(["linked", "linked"]);
    }

    [Fact]
    public async Task The_link_is_exported_and_erased_with_the_customer()
    {
        var (phone, user) = (At($"+1628557{Digits(4)}"), new Customer(Bridge, $"whatsapp:US.9{Digits(12)}", Number));
        await Sends(phone, "hello", user);
        await phone.Receives();
        await user.Texts("hello too");
        await user.Receives();

        var export = await Get(Remains.Path(user));
        export.GetProperty("otherAddresses")[0].GetProperty("address").GetString().ShouldBe(phone.Address);
        (await Get(Remains.Path(phone))).GetProperty("otherAddresses")[0].GetProperty("address").GetString().ShouldBe(user.Address);

        (await Ops.Delete(Remains.Path(phone))).Status.ShouldBe(200);

        (await Remains.Of(Bridge.Database, phone.Address)).ShouldBeEmpty();
        (await Get(Remains.Path(user))).GetProperty("otherAddresses").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_WhatsApp_user_without_a_number_is_a_customer_in_every_API()
    {
        var user = new Customer(Bridge, $"whatsapp:US.AbC{Digits(14)}", Number);
        await user.Texts("hi");
        (await user.Receives()).ShouldBe("You said: hi");
        (await Starts(user, "Your order is ready.", "w-1")).Status.ShouldBe(202);
        (await user.Receives()).ShouldBe("Your order is ready.");
        var found = (await Get($"/api/v1/threads?customer={Uri.EscapeDataString(user.Address)}")).GetProperty("items");
        found.EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetGuid().ShouldBe(user.ThreadId);

        var told = new
        {
            number = Number,
            customer = user.Address,
            optedOut = true,
        };
        (await Ops.Post("/api/v1/consents", told)).Status.ShouldBe(204);
        (await State(user)).ShouldBe("opted-out");
        (await Get(Remains.Path(user))).GetProperty("threads").GetArrayLength().ShouldBe(1);
        (await Ops.Delete(Remains.Path(user))).Json.GetProperty("found").GetBoolean().ShouldBeTrue();
        (await Remains.Of(Bridge.Database, user.Address["whatsapp:".Length..])).ShouldBeEmpty();
        await user.Texts("who am I?");
        await user.Shows("in", "ignored");
    }

    [Theory]
    [InlineData("GB", true)]
    [InlineData("US", false)]
    public async Task The_country_of_such_a_user_is_in_the_id(string country, bool answered)
    {
        var user = new Customer(Bridge, $"whatsapp:{country}.5{Digits(10)}", British);
        await user.Texts("hi");
        await user.Shows("in", answered ? "answered" : "ignored");
    }

    [Fact]
    public async Task A_short_code_with_a_plus_is_a_machine()
    {
        var machine = new Customer(Bridge, "+72345", BridgeSetup.Number);
        await machine.Texts("Your code is 123456");
        await machine.Shows("in", "ignored");
        (await machine.Messages())[0].GetProperty("reason").GetString().ShouldBe("short-code-sender");
    }

    private static async Task Sends(Customer customer, string text, Customer other)
    {
        var fields = new Dictionary<string, string?> { ["ExternalUserId"] = other.Address };
        (await customer.Sends(text, new InboundOptions { Fields = fields })).Status.ShouldBe(200);
    }

    private Customer At(string phone) => new(Bridge, $"whatsapp:{phone}", Number);

    private Task<Answer> Starts(Customer customer, string text, string id) =>
        Starter.Starts(Ops, customer, text, $"{id}-{customer.Address}", b => b["number"] = Number);

    private async Task<JsonElement> Get(string path)
    {
        var answer = await Ops.Get(path);
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json;
    }

    private static string Digits(int count) => $"{Interlocked.Increment(ref drawn)}".PadLeft(count, '2');
}
