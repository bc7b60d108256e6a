using System.Text.Json;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class DeliveryEventTests(SharedBridge shared) : LiveAgentTests(shared)
{
    [Fact]
    public async Task The_desk_hears_how_its_text_fares_in_order_and_each_state_once()
    {
        var (customer, person) = await WithPeople();

        var id = (await person.Writes("hello", "m-1")).Json.GetProperty("messages")[0].GetProperty("id").GetGuid();

        var heard = await Until(person, "delivered");
        heard.ShouldAllBe(d => d.GetProperty("messageId").GetGuid() == id);
        heard.ShouldAllBe(d => d.GetProperty("clientMessageId").GetString() == "m-1");
        heard.ShouldAllBe(d => d.GetProperty("error").ValueKind == JsonValueKind.Null);
        var statuses = heard.ConvertAll(d => d.GetProperty("status").GetString());
        statuses.ShouldBeSubsetOf(["accepted", "sent", "delivered"]);
        statuses.ShouldBeUnique();
        statuses.ShouldBeInOrder(SortDirection.Ascending, Comparer<string?>.Create((a, b) => Rank(a) - Rank(b)));
        var last = person.Heard[^1];
        last.EventId.Version.ShouldBe(7);
        last.Event.EnumerateObject()
            .Select(m => m.Name)
            .ShouldBe(["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"]);
        last.Event.GetProperty("time").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
        last.Data.EnumerateObject()
            .Select(m => m.Name)
            .ShouldBe(["handoffId", "threadId", "number", "customer", "messageId", "clientMessageId", "status", "error"]);
        last.Data.GetProperty("handoffId").GetGuid().ShouldBe(person.HandoffId);
        last.Data.GetProperty("threadId").GetGuid().ShouldBe(customer.ThreadId);
        last.Data.GetProperty("number").GetString().ShouldBe(BridgeSetup.Number);
        last.Data.GetProperty("customer").GetString().ShouldBe(customer.Address);
        // The agent's own texts are no affair of the desk's.
        await customer.Settles();
        (await Bridge.Database.Count("handoff_events where thread_id = $1 and type like '%delivery%'", customer.ThreadId)).ShouldBe(
            heard.Count
        );
    }

    [Fact]
    public async Task A_text_that_does_not_arrive_is_told_with_its_error()
    {
        var (customer, person) = await WithPeople();
        Bridge.Twilio.Callbacks.Outcomes.Next(1, MessageStatus.Undelivered, 30003, customer.Address);

        await person.Writes("hello", "m-1");

        var error = (await Until(person, "undelivered"))[^1].GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(30003);
        error.GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_text_that_is_refused_at_once_is_told_too()
    {
        var (customer, person) = await WithPeople();
        Bridge.Twilio.Faults.Next(1, Sandbox.Wire.Fault.Http(400, "21610"), "create", customer.Address);

        await person.Writes("hello", "m-1");

        (await Until(person, "failed"))[^1].GetProperty("error").GetProperty("code").GetInt32().ShouldBe(21610);
    }

    [Fact]
    public async Task Every_part_of_a_long_text_carries_the_id_of_the_whole()
    {
        var (_, person) = await WithPeople();

        await person.Writes(string.Join(' ', Enumerable.Range(0, 300).Select(i => $"w{i:00000}")), "long");
        await person.Writes("short", "behind");

        var delivered = new List<JsonElement>();
        while (delivered.Count < 3)
        {
            delivered.AddRange(await Until(person, "delivered"));
            delivered.RemoveAll(d => d.GetProperty("status").GetString() != "delivered");
        }

        delivered.Select(d => d.GetProperty("clientMessageId").GetString()).Order().ShouldBe(["behind", "long", "long"]);
    }

    [Fact]
    public async Task What_becomes_of_a_text_after_the_release_is_still_told()
    {
        var (customer, person) = await WithPeople();
        Bridge.Twilio.Faults.Next(1, Sandbox.Wire.Fault.Slow(TimeSpan.FromSeconds(4)), "create", customer.Address);
        await person.Writes("bye", "m-1");
        await Bridge.Twilio.Faults.Applied.WaitForCount(customer.Address, 1, Eventually.Patience);

        (await person.Releases()).Status.ShouldBe(200);

        await person.Hears("released");
        (await Until(person, "delivered"))[^1].GetProperty("clientMessageId").GetString().ShouldBe("m-1");
    }

    [Fact]
    public async Task A_text_that_waited_behind_another_is_told_when_it_is_refused()
    {
        var (customer, person) = await WithPeople();
        Bridge.Twilio.Faults.Next(1, Sandbox.Wire.Fault.Slow(TimeSpan.FromSeconds(2)), "create", customer.Address);
        Bridge.Twilio.Faults.Next(1, Sandbox.Wire.Fault.Http(400, "21610"), "create", customer.Address);
        await person.Writes("first", "m-1");

        // The sender has the first in hand: it reads this one from the database.
        await person.Writes("second", "m-2");

        (await Until(person, "failed"))[^1].GetProperty("clientMessageId").GetString().ShouldBe("m-2");
    }

    /// <summary>While an update is rolled out, instances of the version before write theirs by the database's function.</summary>
    [Fact]
    public async Task The_version_before_writes_the_same_event()
    {
        var (customer, person) = await WithPeople();
        Bridge.Twilio.Callbacks.Outcomes.Next(1, MessageStatus.Undelivered, 30003, customer.Address);
        await person.Writes("hello", "m-1");
        await Until(person, "undelivered");
        var ours = person.Heard[^1].Event;

        await Bridge.Database.Do(
            "select add_delivery_event(thread_id, handoff_id, id, status, error_code, error_text) from messages where id = $1",
            ours.GetProperty("data").GetProperty("messageId").GetGuid()
        );

        await person.Hears("delivery");
        var theirs = person.Heard[^1].Event;
        Same(theirs).ShouldBe(Same(ours));
        theirs.GetProperty("time").GetString()!.Length.ShouldBe(ours.GetProperty("time").GetString()!.Length);
    }

    /// <summary>Members and values in order, without those that differ from event to event.</summary>
    private static List<string> Same(JsonElement told) =>
        [
            .. told.EnumerateObject()
                .Where(m => m.Name is not ("id" or "time" or "data"))
                .Concat(told.GetProperty("data").EnumerateObject())
                .Select(m => $"{m.Name}={JsonSerializer.Serialize(m.Value)}"),
        ];

    private static async Task<List<JsonElement>> Until(DeskPerson person, string status)
    {
        var heard = new List<JsonElement>();
        while (heard.Count == 0 || heard[^1].GetProperty("status").GetString() != status)
        {
            heard.Add(await person.Hears("delivery"));
        }

        return heard;
    }

    private static int Rank(string? status) => Array.IndexOf(["accepted", "sent", "delivered"], status);
}
