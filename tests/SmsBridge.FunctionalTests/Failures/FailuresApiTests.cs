using System.Text.Json;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Failures;

public sealed class FailuresApiTests(SharedBridge shared) : BridgeTests(shared)
{
    [Fact]
    public async Task A_turn_that_was_refused_is_listed_with_its_reason_and_its_replay_asks_again_and_answers()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(1, Fault.Http(400, "SCHEMA_VALIDATION_FAILED"), "respond", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("in", "failed");
        await customer.Settles();

        var failure = await FailureOf(customer);
        failure.GetProperty("kind").GetString().ShouldBe("turn");
        failure.GetProperty("category").GetString().ShouldBe("Rejected");
        failure.GetProperty("reason").GetString()!.ShouldContain("SCHEMA_VALIDATION_FAILED");
        failure.GetProperty("attempts").GetInt32().ShouldBe(1);
        failure.GetProperty("subjectId").GetGuid().ShouldBe((await customer.Messages())[0].GetProperty("id").GetGuid());
        (await Replay(failure)).Status.ShouldBe(202);

        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Settles();
        customer.Received.Count.ShouldBe(1);
        (await customer.Messages())[0].GetProperty("status").GetString().ShouldBe("answered");
        (await Replay(failure)).Status.ShouldBe(409);
        await customer.Settles();
        customer.Received.Count.ShouldBe(1);
        (await Listed(customer)).ShouldBeEmpty();
        (await Listed(customer, "all=true")).ShouldHaveSingleItem().GetProperty("replayedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_send_that_was_refused_is_listed_and_its_replay_sends_it()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.Http(400, "21614"), "create", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("out", "failed");
        await customer.Settles();

        var failure = await FailureOf(customer);
        failure.GetProperty("kind").GetString().ShouldBe("send");
        failure.GetProperty("reason").GetString()!.ShouldContain("21614");
        (await Replay(failure)).Status.ShouldBe(202);

        (await customer.Receives()).ShouldBe("You said: hi");
        await customer.Shows("out", "delivered");
        (await customer.Messages())[1].GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        customer.Asked.ShouldBe(["hi"]);
        (await Replay(failure)).Status.ShouldBe(409);
    }

    [Fact]
    public async Task A_text_that_twilio_took_and_could_not_deliver_is_listed_and_its_replay_sends_it_anew()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Callbacks.Outcomes.Next(1, MessageStatus.Undelivered, 30005, customer.Address);
        await customer.Texts("hi");
        await customer.Shows("out", "undelivered");
        await Bridge.Twilio.Callbacks.Settled(Eventually.Patience);

        var failure = await FailureOf(customer);
        failure.GetProperty("kind").GetString().ShouldBe("send");
        failure.GetProperty("category").GetString().ShouldBe("Rejected");
        failure.GetProperty("reason").GetString()!.ShouldContain("30005");
        failure.GetProperty("subjectId").GetGuid().ShouldBe((await customer.Messages())[1].GetProperty("id").GetGuid());
        (await Replay(failure)).Status.ShouldBe(202);

        await Bridge.Twilio.Sent.WaitForCount(customer.Address, 2, Eventually.Patience);
        await customer.Shows("out", "delivered");
        (await customer.Messages())[1].GetProperty("providerSid").GetString().ShouldBe(Bridge.Twilio.Sent.Of(customer.Address)[1].Sid);
    }

    [Fact]
    public async Task Ids_of_failures_tell_their_time_also_where_the_database_makes_them()
    {
        var (undelivered, closed) = (Bridge.Customer(), Bridge.Customer());
        Bridge.Twilio.Callbacks.Outcomes.Next(1, MessageStatus.Undelivered, 30005, undelivered.Address);
        await undelivered.Texts("hi");
        await undelivered.Shows("out", "undelivered");
        Bridge.Chat.Faults.Next(1, Fault.Http(400), "close", closed.Address);
        await closed.Texts("hi");
        await closed.Receives();
        await closed.Settles();
        (await Ops.Post($"/api/v1/threads/{closed.ThreadId}/close")).Status.ShouldBe(200);

        var (callback, closing) = (await FailureOf(undelivered), await FailureOf(closed));

        closing.GetProperty("kind").GetString().ShouldBe("close");
        callback.GetProperty("id").GetGuid().Version.ShouldBe(7);
        closing.GetProperty("id").GetGuid().Version.ShouldBe(7);
    }

    [Fact]
    public async Task A_replay_locks_the_work_first_as_everybody_does()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.Http(400, "21211"), "create", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("out", "failed");
        await customer.Settles();
        var id = (await FailureOf(customer)).GetProperty("id").GetGuid();
        await Bridge.Database.Do(
            "insert into work (thread_id, kind, due_at, version) values ($1, 'send', now() + interval '1 hour', 1)",
            customer.ThreadId
        );

        Task<Answer> replay;
        await using (await Bridge.Database.Hold("select from work where thread_id = $1 and kind = 'send' for update", customer.ThreadId))
        {
            replay = Ops.Post($"/api/v1/failures/{id}/replay");
            await Eventually.Holds(
                async () =>
                    await Bridge.Database.Count("pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0,
                "the replay waits for the work"
            );
            await Bridge.Database.Do("select from failures where id = $1 for update nowait", id);
        }

        (await replay).Status.ShouldBe(202);
        (await customer.Receives()).ShouldBe("You said: hi");
    }

    [Fact]
    public async Task A_replay_that_fails_again_is_a_failure_of_its_own()
    {
        var customer = Bridge.Customer();
        Bridge.Chat.Faults.Next(2, Fault.Http(400), "respond", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("in", "failed");
        var first = await FailureOf(customer);

        (await Replay(first)).Status.ShouldBe(202);
        await Eventually.Holds(async () => (await Listed(customer, "all=true")).Count == 2, "a second failure");

        var second = await FailureOf(customer);
        (await Replay(second)).Status.ShouldBe(202);
        (await customer.Receives()).ShouldBe("You said: hi");
    }

    [Fact]
    public async Task Many_replays_of_one_failure_at_once_try_again_once()
    {
        var customer = Bridge.Customer();
        Bridge.Twilio.Faults.Next(1, Fault.Http(400, "21211"), "create", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("out", "failed");
        var failure = await FailureOf(customer);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Replay(failure)));

        answers.Count(a => a.Status == 202).ShouldBe(1);
        answers.Count(a => a.Status == 409).ShouldBe(7);
        await customer.Receives();
        await customer.Settles();
        customer.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_list_comes_in_pages_newest_first()
    {
        var customers = Enumerable.Range(0, 3).Select(_ => Bridge.Customer()).ToList();
        foreach (var customer in customers)
        {
            Bridge.Chat.Faults.Next(1, Fault.Http(400), "respond", customer.Address);
            await customer.Texts("hi");
            await customer.Shows("in", "failed");
        }

        var found = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = (
                await Ops.Get($"/api/v1/failures?limit=2&all=true{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")
            ).Json;
            page.GetProperty("items").GetArrayLength().ShouldBeInRange(1, 2);
            found.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        } while (cursor is not null);

        found.Select(f => f.GetProperty("id").GetGuid()).ShouldBeUnique();
        var times = found.Select(f => f.GetProperty("failedAt").GetDateTimeOffset()).ToList();
        times.ShouldBe(times.OrderDescending());
        foreach (var customer in customers)
        {
            found.Count(f => f.GetProperty("threadId").GetGuid() == customer.ThreadId).ShouldBe(1);
        }
    }

    [Fact]
    public async Task An_unknown_failure_is_404_and_nobody_gets_in_without_a_key()
    {
        (await Ops.Post($"/api/v1/failures/{Guid.CreateVersion7()}/replay")).Status.ShouldBe(404);
        using var stranger = new Operator(Bridge.Instances[0].OpsAddress, null);
        (await stranger.Get("/api/v1/failures")).Status.ShouldBe(401);
        (await stranger.Post($"/api/v1/failures/{Guid.CreateVersion7()}/replay")).Status.ShouldBe(401);
    }

    private async Task<JsonElement> FailureOf(Customer customer) => (await Listed(customer)).ShouldHaveSingleItem();

    private async Task<List<JsonElement>> Listed(Customer customer, string query = "limit=500")
    {
        var answer = await Ops.Get($"/api/v1/failures?{query}");
        answer.Status.ShouldBe(200, answer.Body);
        return [.. answer.Json.GetProperty("items").EnumerateArray().Where(f => f.GetProperty("threadId").GetGuid() == customer.ThreadId)];
    }

    private Task<Answer> Replay(JsonElement failure) => Ops.Post($"/api/v1/failures/{failure.GetProperty("id").GetString()}/replay");
}
