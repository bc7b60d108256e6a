using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>What a running bridge answers is what the document says, status by status and member by member.</summary>
public sealed class WalkTests(TestPostgres postgres)
{
    [Fact]
    public async Task Every_operation_gives_every_status_that_it_declares_and_nothing_else()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Walk.Setup);
        using var walk = await Walk.Begin(bridge);

        await walk.Numbers();
        await walk.Threads();
        await walk.StartedTexts();
        await walk.Media();
        await walk.Consents();
        await walk.Handoffs();
        await walk.Streams();
        await walk.Queues();
        await walk.Failures();
        await walk.KeysAndAudit();
        await walk.Customers();
        await walk.Rejections();
        await walk.WhatNeedsNoKey();
        await walk.WithoutTheRightKey();
        await walk.WithQueriesThatThereAreNot();
        await walk.WithBodiesThatCannotBeRead();
        await walk.WithBodiesThatTheSchemaForbids();

        walk.Witness.Mistakes.ShouldBeEmpty();
        // The tests below provoke these.
        walk.Witness.Unseen((_, status) => status is 429 or 500 or 503)
            .ShouldBeEmpty("Call it in a Walk….cs, or do not declare it: .Refuses(…), .Gives(…)");
    }

    [Fact]
    public async Task Without_the_database_every_operation_that_needs_it_says_503()
    {
        await using var bridge = await BridgeOnLines.Start(postgres);
        using var walk = await Walk.Begin(bridge.Around);
        bridge.Postgres.Cut();

        // That webhooks still go to the spool is what that one is for.
        const string accepting = "/health/accepting";
        (await walk.Ops.Get(accepting)).Status.ShouldBe(200);
        foreach (var operation in walk.Witness.Document.Operations.Where(o => o.Declares(503) && o.Path != accepting))
        {
            // Streams and pulls may begin before they look.
            var answer = await Walk.Ask(walk.Ops, operation);
            answer.Status.ShouldBe(503, $"{operation.Name}: {answer.Body}");
        }

        walk.Witness.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Too_many_wrong_keys_are_429_everywhere_with_a_time_to_wait()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var walk = await Walk.Begin(bridge);
        using var guesser = walk.With("a-wrong-key-of-the-right-length");
        var operations = walk.Witness.Document.Operations.Where(o => o.Role is not null).ToList();
        for (var i = 0; i < 10; i++)
        {
            (await Walk.Ask(guesser, operations[i])).Status.ShouldBe(401);
        }

        foreach (var operation in operations)
        {
            var answer = await Walk.Ask(guesser, operation);
            answer.Status.ShouldBe(429, operation.Name);
            answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        }

        walk.Witness.Mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fault_of_the_bridge_is_a_500_that_hides_the_rest()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var walk = await Walk.Begin(bridge);
        await bridge.Database.Do("alter table threads rename column state to other");

        var answer = await walk.Ops.Get("/api/v1/threads");

        answer.Status.ShouldBe(500);
        answer.Body.ShouldNotContain("column");
        walk.Witness.Mistakes.ShouldBeEmpty();
    }
}
