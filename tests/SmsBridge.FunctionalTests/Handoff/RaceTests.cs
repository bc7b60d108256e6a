using Npgsql;

namespace SmsBridge.FunctionalTests.Handoff;

/// <summary>What happens at one moment happens in some order: no text is lost, and none is told to both.</summary>
public sealed class RaceTests(SharedBridge shared) : LiveAgentTests(shared)
{
    [Fact]
    public async Task Texts_go_to_the_desk_in_order_and_once_from_the_handoff_across_accepts_to_the_release()
    {
        var (customer, person) = await HandedOver();
        var texts = Enumerable.Range(1, 30).Select(i => $"text {i}").ToList();
        await person.Hears("requested");

        var accepting = Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                (await person.Accepts()).Status.ShouldBe(200);
                (await person.Writes($"reply {i}", $"{i}")).Status.ShouldBe(202);
            }
        });
        foreach (var (text, i) in texts.Select((t, i) => (t, i)))
        {
            await customer.Sends(text, new() { Urls = [Bridge.Instances[i % 2].Webhook] });
        }

        await accepting;
        while (person.Texts.Count() < texts.Count)
        {
            await person.Hears("message");
        }

        await customer.Settles();
        person.Texts.ShouldBe(texts);
        customer.Asked.ShouldBe(["human"]);
        customer.Received.Skip(1).ShouldBe(Enumerable.Range(0, 5).Select(i => $"reply {i}"));
        (await Bridge.Database.Count("handoff_events where thread_id = $1 and type like '%message%'", customer.ThreadId)).ShouldBe(
            texts.Count
        );
    }

    [Fact]
    public async Task Released_while_texts_come_in_each_goes_to_the_desk_or_to_the_agent_in_order()
    {
        var threads = new List<(Customer Customer, DeskPerson Person)>();
        for (var i = 0; i < 4; i++)
        {
            threads.Add(await WithPeople());
        }

        var texts = Enumerable.Range(1, 20).Select(i => $"text {i}").ToList();
        await Task.WhenAll(
            threads.Select(
                async (t, n) =>
                {
                    for (var i = 0; i < texts.Count; i++)
                    {
                        await t.Customer.Sends(texts[i], new() { Urls = [Bridge.Instances[i % 2].Webhook] });
                        if (i == 3 + 4 * n)
                        {
                            (await t.Person.Releases()).Status.ShouldBe(200);
                        }
                    }
                }
            )
        );

        foreach (var (customer, _) in threads)
        {
            await customer.Settles();
            var desk = await Bridge.Database.All<string>(
                "select event->'data'->>'text' from handoff_events where thread_id = $1 and type like '%message%' order by seq",
                customer.ThreadId
            );
            var agent = customer.AskedTexts.Skip(1).ToList();
            desk.Concat(agent).ShouldBe(texts);
            agent.Count.ShouldBeGreaterThan(0);
            customer.Received[0].ShouldBe("Passing you on.");
            customer.Echoed.ShouldBe(agent);
            customer.Conversations.Count.ShouldBe(2);
        }
    }

    [Fact]
    public async Task A_text_that_is_being_written_for_the_desk_comes_before_the_release()
    {
        var (customer, person) = await WithPeople();
        await using var publishing = await Hold(customer);
        await customer.Texts("wait!");
        await Waiting(1);

        var releasing = person.Releases("done");
        await Waiting(2);
        await publishing.Free();

        (await releasing).Status.ShouldBe(200);
        await person.Hears("released");
        person.Texts.ShouldBe(["wait!"]);
        await customer.Settles();
        customer.Asked.ShouldBe(["human"]);
    }

    [Fact]
    public async Task Released_while_a_text_is_on_its_way_to_the_desk_the_text_is_the_agents()
    {
        var (customer, person) = await WithPeople();
        var (other, _) = await WithPeople();
        var url = new Sandbox.Twilio.InboundOptions { Urls = [Bridge.Instances[0].Webhook] };
        // The first instance writes what its turns changed in one line: with the other's text held up, this customer's waits behind it.
        await using var publishing = await Hold(other);
        await other.Sends("in front", url);
        await Waiting(1);
        await customer.Sends("wait!", url);
        await Eventually.Holds(
            async () =>
                await Bridge.Database.Count("work where thread_id = $1 and kind = 'turn' and lease is not null", customer.ThreadId) == 1,
            "the text is on its way"
        );

        (await person.Releases("done")).Status.ShouldBe(200);
        await publishing.Free();

        (await customer.Receives()).ShouldBe("You said: wait!");
        await customer.Settles();
        await person.Hears("released");
        person.Texts.ShouldBeEmpty();
        customer.Asked.ShouldBe(["human", "wait!"]);
        customer.Received.ShouldBe(["Passing you on.", "You said: wait!"]);
    }

    /// <summary>Holds the row that every event of the thread has to pass, until the transaction ends.</summary>
    private async Task<HeldLocks> Hold(Customer customer)
    {
        await customer.Settles();
        return await Bridge.Database.Hold(
            "insert into work (thread_id, kind, due_at, version) values ($1, 'publish', now(), 1)",
            customer.ThreadId
        );
    }

    private Task Waiting(int statements) =>
        Eventually.Holds(
            async () =>
                await Bridge.Database.Count("pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                == statements,
            $"{statements} statements wait for a lock"
        );
}
