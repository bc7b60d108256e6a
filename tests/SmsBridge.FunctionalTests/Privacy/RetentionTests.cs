using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.FunctionalTests.Handoff;
using SmsBridge.FunctionalTests.Outbound;
using SmsBridge.Privacy;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>What is old goes, number by number; what is needed stays.</summary>
public sealed class RetentionTests(SharedBridge shared) : LiveAgentTests(shared)
{
    private const string Keeper = "+14155550161";

    private protected override BridgeSetup Setup =>
        base.Setup with
        {
            Numbers =
            [
                BridgeSetup.Document(change: d =>
                    d["retention"] = new JsonObject
                    {
                        ["messages"] = "90.00:00:00",
                        ["transcripts"] = "720:00:00",
                        ["payloads"] = "1440:00:00",
                    }
                ),
                BridgeSetup.Document(Keeper),
            ],
            Settings = new Dictionary<string, string?>(base.Setup.Settings)
            {
                ["Retention:BatchSize"] = "2",
                ["Retention:Every"] = "01:00:00",
            },
        };

    [Fact]
    public async Task Old_texts_are_blanked_in_batches_young_ones_stay_and_so_do_those_of_other_numbers()
    {
        var (customer, keeper) = (Bridge.Customer(), Bridge.Customer(Keeper));
        foreach (var one in new[] { customer, keeper })
        {
            foreach (var text in new[] { "old-one", "old-two", "old-three" })
            {
                await one.Sends(text, new() { Fields = new Dictionary<string, string?> { ["FromCity"] = "OLDTOWN" } });
                await one.Receives();
            }

            await one.Settles();
            await Age(one, days: 100);
            await one.Texts("young");
            await one.Receives();
            await one.Settles();
        }

        await Sweep();

        var messages = await customer.Messages();
        messages.Count.ShouldBe(8);
        Texts(messages).ShouldBe(["", "", "", "", "", "", "young", "You said: young"]);
        messages.Count(m => m.TryGetProperty("removed", out var removed) && removed.GetBoolean()).ShouldBe(6);
        messages.ShouldAllBe(m => m.GetProperty("status").GetString() != "");
        (await Bridge.Database.Count("messages where thread_id = $1 and facts::text like '%OLDTOWN%'", customer.ThreadId)).ShouldBe(0);
        Texts(await keeper.Messages()).ShouldContain("old-one");
    }

    [Fact]
    public async Task A_message_sid_still_counts_once_after_its_text_was_removed()
    {
        var customer = Bridge.Customer();
        var once = new InboundOptions { MessageSid = BridgeUnderTest.NewSid() };
        await customer.Sends("only once", once);
        await customer.Receives();
        await customer.Settles();
        await Age(customer, days: 100);
        await Sweep();

        (await customer.Sends("only once", once)).Status.ShouldBe(200);
        await customer.Settles();

        customer.Asked.Count.ShouldBe(1);
        (await customer.Messages()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_started_text_is_not_sent_again_when_its_words_are_gone()
    {
        var customer = Bridge.Customer();
        await Starter.Starts(Ops, customer, "started once", "r-1");
        await customer.Receives();
        await customer.Settles();
        await Age(customer, days: 100);
        await Sweep();

        (await Starter.Starts(Ops, customer, "started once", "r-1")).Status.ShouldBe(202);
        await customer.Settles();

        customer.Received.Count.ShouldBe(1);
        (await Bridge.Database.Count("threads where id = $1 and next_attributes::text like '%started once%'", customer.ThreadId)).ShouldBe(
            0
        );
    }

    [Fact]
    public async Task Texts_that_wait_are_kept_however_old_they_are_and_go_out_as_they_were_written()
    {
        var customer = Bridge.Customer();
        await customer.Texts("before");
        await customer.Receives();
        await customer.Settles();
        var later = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O");
        await Starter.Starts(Ops, customer, "scheduled-words", "r-2", b => b["sendAt"] = later);
        Bridge.Twilio.Faults.Next(500, Fault.Http(503), "create", customer.Address);
        await customer.Texts("and now");
        await customer.Shows("in", "answered");
        await Age(customer, days: 100);

        await Sweep();

        var texts = Texts(await customer.Messages());
        texts.ShouldContain("scheduled-words");
        texts.ShouldContain("You said: and now");
        texts[0].ShouldBe("");
        Bridge.Twilio.Faults.Clear();
        (await customer.Receives(TimeSpan.FromSeconds(60))).ShouldBe("You said: and now");
    }

    [Fact]
    public async Task A_handoff_that_ended_long_ago_loses_what_was_said_first_and_what_was_told_later()
    {
        var (customer, person) = await WithPeople();
        await person.Releases();
        await person.Hears("released");
        await customer.Settles();
        await Ops.Get("/api/v1/handoffs");
        await Bridge.Instances[0].Services.GetRequiredService<SmsBridge.Queues.EventStreamReader>().Last(CancellationToken.None);
        await Age(customer, days: 31);
        await Sweep();

        var first = await person.Handoff();
        first.GetProperty("transcript").GetArrayLength().ShouldBe(0);
        first.GetProperty("lastCustomerText").ValueKind.ShouldBe(JsonValueKind.Null);
        first.GetProperty("handoff").EnumerateObject().ShouldNotBeEmpty();
        (await Bridge.Database.Count("handoff_events where thread_id = $1", customer.ThreadId)).ShouldBe(0);
        (await Bridge.Database.Count("handoff_deliveries where thread_id = $1", customer.ThreadId)).ShouldBe(0);
        Texts(await customer.Messages()).ShouldContain("human", "its age is another");

        await Age(customer, days: 31);
        await Sweep();

        var then = await person.Handoff();
        then.GetProperty("handoff").EnumerateObject().ShouldBeEmpty();
        then.GetProperty("attributes").EnumerateObject().ShouldBeEmpty();
        then.GetProperty("routing").EnumerateObject().ShouldBeEmpty();
        then.GetProperty("state").GetString().ShouldBe("released");
        (await Bridge.Database.One<string>("select attributes::text from conversations where thread_id = $1", customer.ThreadId)).ShouldBe(
            "{}"
        );
    }

    [Fact]
    public async Task An_open_handoff_and_events_that_nobody_took_are_kept_however_old_they_are()
    {
        var (open, person) = await WithPeople();
        var (untaken, _) = await HandedOver();
        await Ops.Post($"/api/v1/threads/{untaken.ThreadId}/close");
        await untaken.Settles();
        await Age(open, days: 300);
        await Age(untaken, days: 300);

        await Sweep();

        (await person.Handoff()).GetProperty("transcript").GetArrayLength().ShouldBeGreaterThan(0);
        (await Bridge.Database.Count("handoff_events where thread_id = $1", open.ThreadId)).ShouldBeGreaterThan(0);
        (await Bridge.Database.Count("queue_messages where thread_id = $1", untaken.ThreadId)).ShouldBe(2);
        (await person.Writes("still here", "k-1")).Status.ShouldBe(202);
        (await open.Receives()).ShouldBe("still here");
        await new DeskPerson(untaken, Ops).Hears("released");
    }

    [Fact]
    public async Task Instances_that_look_at_once_do_the_work_once_and_consents_stay()
    {
        var customer = Bridge.Customer();
        await customer.Texts("STOP");
        await customer.Settles();
        await Age(customer, days: 1000);

        await Task.WhenAll(
            Bridge.Instances.Select(i => i.Services.GetRequiredService<SmsBridge.Privacy.Retention>().Round(CancellationToken.None))
        );
        await Sweep();

        Texts(await customer.Messages()).ShouldAllBe(t => t == "");
        Starter.Refused(await Starter.Starts(Ops, customer, "hello?", "k-2"), 409, "opted-out");
    }

    [Fact]
    public async Task A_thread_that_somebody_has_at_the_moment_is_left_for_the_next_round()
    {
        var customer = Bridge.Customer();
        await customer.Texts("held-words");
        await customer.Receives();
        await customer.Settles();
        await Age(customer, 91);

        await using (await Bridge.Database.Hold("select from threads where id = $1 for update", customer.ThreadId))
        {
            await Sweep().WaitAsync(TimeSpan.FromSeconds(20));
            Texts(await customer.Messages()).ShouldContain("held-words");
        }

        await Sweep();
        Texts(await customer.Messages()).ShouldAllBe(t => t == "");
    }

    private static List<string> Texts(IReadOnlyList<JsonElement> messages) => [.. messages.Select(m => m.GetProperty("text").GetString()!)];

    private async Task Sweep() =>
        (await Bridge.Instances[0].Services.GetRequiredService<SmsBridge.Privacy.Retention>().Round(CancellationToken.None)).ShouldBeTrue();

    /// <summary>As if everything of the thread had happened so much earlier.</summary>
    private async Task Age(Customer customer, int days)
    {
        var back = $"interval '{days} days'";
        foreach (
            var sql in new[]
            {
                $"update messages set at = at - {back} where thread_id = $1",
                $"update threads set last_message_at = last_message_at - {back}, last_text_at = last_text_at where id = $1",
                $"update conversations set opened_at = opened_at - {back}, closed_at = closed_at - {back} where thread_id = $1",
                $"update handoffs set requested_at = requested_at - {back}, ended_at = ended_at - {back} where thread_id = $1",
                $"update handoff_events set created_at = created_at - {back}, published_at = published_at - {back} where thread_id = $1",
            }
        )
        {
            await Bridge.Database.Do(sql, customer.ThreadId);
        }
    }
}
