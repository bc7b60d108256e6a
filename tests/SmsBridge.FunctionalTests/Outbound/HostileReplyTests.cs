using System.Diagnostics;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Outbound;

/// <summary>Replies that were made to keep the bridge busy, in a process that must go on for everybody else.</summary>
public sealed class HostileReplyTests(TestPostgres postgres)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>Each took longer than a lease once, or ended the process.</summary>
    private static readonly string[] Texts =
    [
        Around("<s>", "</s>", 40),
        Around("<del><table><tr><td>", "</td></tr></table></del>", 30),
        Around("<table><tr><td><a href=\"https://x.example\">", "</a></td></tr></table>", 20),
        Around("<pre>", "</pre>", 120),
        Around("- ", "\n", 500),
        "- > Hi",
    ];

    private static readonly AgentScript Repeats = new AgentScript("Hello.", [])
        .On("^human$", "Passing you on.", handoff: """{ "destination": "d" }""")
        .Otherwise("You said: {text}");

    [Fact]
    public async Task Each_is_answered_within_seconds_others_meanwhile_and_the_process_still_stops()
    {
        await using var around = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase(), new() { Script = Repeats });
        await using var child = await ChildBridge.Serve(around);
        await around.ConfigureNumbers(child.Ops, child.Webhook);
        var first = around.Customer();
        await first.Texts("warm");
        await first.Receives();

        var hostile = Texts.Select(text => (Text: text, Customer: around.Customer())).ToList();
        foreach (var (text, customer) in hostile)
        {
            await customer.Texts(text);
        }

        var other = around.Customer();
        await other.Texts("hi");
        (await other.Receives(Soon)).ShouldBe("You said: hi");
        foreach (var (text, customer) in hostile)
        {
            (await customer.Receives(Soon)).ShouldStartWith("You said:", customMessage: text);
            customer.Asked.Count.ShouldBe(1);
        }

        var watch = Stopwatch.StartNew();
        await child.Terminate();
        (await child.Ends(TimeSpan.FromSeconds(25))).ShouldBe(0, child.Output);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task People_who_write_them_get_an_answer_too()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Script = Repeats });
        var customer = bridge.Customer();
        var person = new DeskPerson(customer, bridge.Ops);
        await customer.Texts("human");
        await person.TakesTheThread();

        foreach (var (i, text) in Texts.Index())
        {
            var watch = Stopwatch.StartNew();
            (await person.Writes($"Hello {text}", $"m-{i}")).Status.ShouldBe(202, text);
            watch.Elapsed.ShouldBeLessThan(Soon, text);
        }
    }

    private static string Around(string open, string close, int times) =>
        string.Concat(Enumerable.Repeat(open, times)) + string.Concat(Enumerable.Repeat(close, times));
}
