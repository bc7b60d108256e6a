namespace SmsBridge.FunctionalTests.Numbers;

public sealed class NumberChangesTests(SharedBridge shared) : BridgeTests(shared)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    private protected override BridgeSetup Setup => new() { Instances = 2 };

    [Fact]
    public async Task A_new_number_is_in_force_on_every_instance_within_two_seconds()
    {
        const string number = "+14155550401";
        await Ops.Configure(BridgeSetup.Document(number));
        Bridge.Twilio.ConnectNumber(number, "AC00000000000000000000000000000001", Bridge.Instances[1].Webhook);

        await Eventually.Holds(
            async () =>
            {
                var customer = Bridge.Customer(number);
                await customer.Texts("hi");
                return await Bridge.Database.Count("threads where id = $1", customer.ThreadId) == 1;
            },
            "the other instance takes texts",
            Promised
        );
    }

    [Fact]
    public async Task A_change_counts_for_conversations_opened_later_only()
    {
        const string number = "+14155550402";
        await Ops.Configure(BridgeSetup.Document(number, d => d["variantId"] = "VARIANT-1"));
        Bridge.Twilio.ConnectNumber(number, "AC00000000000000000000000000000001", Bridge.Instances[0].Webhook);
        var (before, after) = (Bridge.Customer(number), Bridge.Customer(number));
        await before.Texts("one");
        await before.Receives();

        await Ops.Configure(BridgeSetup.Document(number, d => d["variantId"] = "VARIANT-2"));
        await before.Texts("two");
        await before.Receives();
        await after.Texts("one");
        await after.Receives();

        before.Conversations.Select(c => c.CreateBody.GetProperty("variant_id").GetString()).ShouldBe(["VARIANT-1"]);
        after.Conversations.Select(c => c.CreateBody.GetProperty("variant_id").GetString()).ShouldBe(["VARIANT-2"]);
        (await before.Thread()).GetProperty("conversation").GetProperty("variantId").GetString().ShouldBe("VARIANT-1");
    }

    [Fact]
    public async Task A_removed_number_takes_no_more_texts()
    {
        const string number = "+14155550403";
        await Ops.Configure(BridgeSetup.Document(number));
        Bridge.Twilio.ConnectNumber(number, "AC00000000000000000000000000000001", Bridge.Instances[0].Webhook);

        await Ops.Delete($"/api/v1/numbers/{Uri.EscapeDataString(number)}");
        var customer = Bridge.Customer(number);
        await customer.Texts("hi");

        (await Bridge.Database.Count("threads where id = $1", customer.ThreadId)).ShouldBe(0);
    }

    [Fact]
    public async Task Changes_made_at_the_same_moment_on_two_instances_all_count()
    {
        var numbers = Enumerable.Range(500, 20).Select(i => $"+14155550{i}").ToList();

        await Task.WhenAll(numbers.Select((n, i) => Bridge.Instances[i % 2].Ops.Configure(BridgeSetup.Document(n))));

        var listed = (await Ops.Get("/api/v1/numbers?limit=500")).Json.GetProperty("items").EnumerateArray();
        listed.Select(d => d.GetProperty("number").GetString()).Intersect(numbers).Count().ShouldBe(20);
    }
}
