using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Threads;

/// <summary>A thread of 60,000 texts is read a page at a time.</summary>
public sealed class LongThreadTests(TestPostgres postgres)
{
    private const int Texts = 60_000;

    [Fact]
    public async Task Its_newest_texts_come_first_earlier_ones_by_their_cursor_and_six_readers_cost_little_memory()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        await customer.Texts("first");
        await customer.Receives();
        await customer.Settles();
        await bridge.Database.Do(
            """
            insert into messages (id, thread_id, direction, author, text, status, pending, at)
            select uuid_v7(), $1, 'in', 'customer', 'line ' || i || repeat(' long', 100), 'answered', false, now() from generate_series(1, $2) i
            """,
            customer.ThreadId,
            Texts
        );
        var path = $"/api/v1/threads/{customer.ThreadId}";
        static int Line(System.Text.Json.JsonElement m) => int.Parse(m.GetProperty("text").GetString()!.Split(' ')[1]);

        var newest = (await bridge.Ops.Get(path)).Json;

        newest.GetProperty("messages").EnumerateArray().Select(Line).ShouldBe(Enumerable.Range(Texts - 199, 200));
        newest.GetProperty("state").GetString().ShouldBe("agent");
        var earlier = (await bridge.Ops.Get($"{path}?limit=500&cursor={newest.GetProperty("next")}")).Json;
        earlier.GetProperty("messages").EnumerateArray().Select(Line).ShouldBe(Enumerable.Range(Texts - 699, 500));

        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => bridge.Ops.Get(path)));
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(20_000_000);
        answers.ShouldAllBe(a => a.Body.Length < 400_000);

        await bridge.Database.Do(
            "delete from messages where thread_id = $1 and seq > (select min(seq) + 300 from messages)",
            customer.ThreadId
        );
        var all = await customer.Messages();
        all.Count.ShouldBe(301);
        all.Select(m => m.GetProperty("id").GetGuid()).Distinct().Count().ShouldBe(301);
        all[0].GetProperty("text").GetString().ShouldBe("first");
        (await bridge.Ops.Get($"{path}?limit=301")).Json.TryGetProperty("next", out _).ShouldBeFalse();
        (await bridge.Ops.Get($"{path}?limit=501")).Status.ShouldBe(400);
        (await bridge.Ops.Get($"{path}?cursor=xyz")).Problem.ShouldContain("cursor");
    }
}
