using System.Diagnostics;
using System.Text;
using SmsBridge.FunctionalTests.Dashboard;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Numbers;

/// <summary>Number documents and files of them that cost more than they weigh, sent to a process that would not survive them otherwise.</summary>
public sealed class HostileFilesTests(TestPostgres postgres)
{
    private const string Number = "/api/v1/numbers/%2B14155550201";

    /// <summary>Generous: on a busy machine the process has little of a core.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15);

    private static readonly string Bomb =
        "a0: &a0 [x]\n"
        + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"))
        + "numbers: *a9";

    [Fact]
    public async Task The_console_shows_what_is_wrong_and_the_process_goes_on()
    {
        await using var surroundings = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase());
        await using var child = await ChildBridge.Serve(surroundings);
        using var visitor = await ConsoleVisitor.SignedIn(child.OpsAddress, BridgeSettings.Key);
        var page = await visitor.Get("/console/numbers/file");

        async Task<Seen> Preview(string text)
        {
            var watch = Stopwatch.StartNew();
            var seen = await visitor.Submit(page, "/console/numbers/file", ("text", text));
            watch.Elapsed.ShouldBeLessThan(AtOnce);
            seen.Body.Length.ShouldBeLessThan(3 * text.Length + 60_000, "mistakes do not repeat what they are about");
            return seen;
        }

        async Task Refused(string text, string said)
        {
            var seen = await Preview(text);
            (seen.Status, seen.Text.Contains(said)).ShouldBe((400, true), seen.Text);
        }

        await Refused("numbers: &a [*a]", "would never end");
        await Refused(Bomb, "words, lists and members");
        await Refused($"numbers: {new string('[', 100_000)}", "levels deep");
        await Refused($"numbers: # {new string('x', 1_100_000)}", "has more than 1 MB");
        var many = string.Join(",", Enumerable.Range(0, 60_000).Select(i => $"\"m{i}\":1"));
        await Refused(
            $$"""{"numbers":[{"number":"+14155550201","twilioAccount":"main","agent":"support",{{many}}}]}""",
            "more than 100 mistakes"
        );
        await Refused($$"""{"numbers":[{{string.Join(",", Enumerable.Repeat("{}", 60_000))}}]}""", "more than 100 mistakes");
        await Refused("numbers:\n  - { number: +14155550201, twilioAccount: main, agent: support, label: \"a\\0b\" }", "U+0000");
        using var upload = new MultipartFormDataContent
        {
            { new StringContent(page.Token!), "form_token" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes($"numbers: # {new string('x', 1_100_000)}")), "file", "numbers.yaml" },
        };
        var uploaded = await visitor.Send(new HttpRequestMessage(HttpMethod.Post, "/console/numbers/file") { Content = upload });
        uploaded.Text.ShouldContain("has more than 1 MB");
        var json = await visitor.Get("/console/numbers/%2B14155550199");
        json.Status.ShouldBe(404, "nothing was stored");
        (await child.Ops.Get("/health/live")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_API_names_up_to_a_hundred_mistakes_and_does_not_count_further()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var many = string.Join(",", Enumerable.Range(0, 60_000).Select(i => $"\"m{i}\":1"));
        var watch = Stopwatch.StartNew();

        var refused = await bridge.Ops.Put(Number, $$"""{"number":"+14155550201","twilioAccount":"main","agent":"support",{{many}}}""");

        watch.Elapsed.ShouldBeLessThan(AtOnce);
        refused.Status.ShouldBe(400, refused.Body[..200]);
        refused.Json.GetProperty("errors").EnumerateObject().Count().ShouldBe(100);
        refused.Json.GetProperty("detail").GetString()!.ShouldContain("more mistakes");
        refused.Body.Length.ShouldBeLessThan(20_000);
    }

    [Theory]
    [InlineData("label", "\"a\\u0000b\"", "label")]
    [InlineData("variantId", "\"\\u0000\"", "variantId")]
    [InlineData("language", "\"\\ud83d\"", "language")]
    [InlineData("idleWarning", "\"\\udc00\"", "idleWarning")]
    [InlineData("texts", "{\"help\":\"a\\u0000\"}", "texts.help")]
    [InlineData("handoff", "{\"priority\":\"a\\u0000\"}", "handoff.priority")]
    [InlineData("attributes", "{\"a\\u0000\":1}", "attributes")]
    [InlineData("attributes", "{\"a\":{\"b\":[\"\\u0000\"]}}", "attributes.a.b[0]")]
    [InlineData("attributes", "{\"a\":1e999999}", "attributes.a")]
    public async Task What_cannot_be_stored_is_named_with_its_path(string member, string value, string path)
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        var refused = await bridge.Ops.Put(
            Number,
            $$"""{"number":"+14155550201","twilioAccount":"main","agent":"support","{{member}}":{{value}}}"""
        );

        refused.Status.ShouldBe(400, refused.Body);
        refused.Json.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(path);
    }

    [Fact]
    public async Task Long_numbers_and_large_documents_are_refused()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);

        async Task<string> Errors(string attributes) =>
            (
                await bridge.Ops.Put(
                    Number,
                    $$"""{"number":"+14155550201","twilioAccount":"main","agent":"support","attributes":{{attributes}}}"""
                )
            )
                .Json.GetProperty("errors")
                .ToString();

        (await Errors($$"""{"n":1{{new string('0', 200_000)}}}""")).ShouldContain("attributes.n");
        (await Errors($$"""{"n":"{{new string('x', 900_000)}}"}""")).ShouldContain("at most 64 KB");
    }

    [Fact]
    public async Task The_command_line_says_it_in_one_line_and_reads_no_file_without_end()
    {
        await using var surroundings = await BridgeUnderTest.Surroundings(await postgres.CreateDatabase());
        var shell = new CommandLine(surroundings.Settings("http://127.0.0.1:1", "http://127.0.0.1:1"));

        (await shell.RunWith("numbers: &a [*a]", "apply", "-f", "-")).ShouldEndWith(1).Errors.ShouldContain("would never end");
        (await shell.RunWith(Bomb, "apply", "-f", "-")).ShouldEndWith(1).Errors.ShouldContain("words, lists and members");
        var many = string.Join(",", Enumerable.Repeat("{}", 30_000));
        var refused = (await shell.RunWith($"numbers: [{many}]", "apply", "-f", "-")).ShouldEndWith(1);
        refused.Errors.ShouldContain("There are more mistakes");
        refused.Errors.Length.ShouldBeLessThan(30_000);
        (await shell.Run("apply", "-f", "/dev/zero")).ShouldEndWith(1).Errors.ShouldContain("more than 1 MB");
    }
}
