using System.Diagnostics;
using System.Globalization;
using System.Text;
using SmsBridge.FunctionalTests.Dashboard;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Numbers;

/// <summary>
/// Documents that nobody would write, sent to the API and to the console: each is taken or refused, none is a fault. With SMSBRIDGE_FUZZ_MINUTES it goes
/// on for so long, each time with others.
/// </summary>
[Trait("Category", "Fuzz")]
public sealed class DocumentFuzzTests(TestPostgres postgres)
{
    private const int Rounds = 150;

    private static readonly string[] Pieces =
    [
        "null",
        "true",
        "7",
        "-0",
        "1e400",
        new string('9', 3000),
        "\"\"",
        "\"a\\u0000b\"",
        "\"\\ud83d\"",
        "\"00:15:00\"",
        "\"9999999:00:00\"",
        "\"desk\"",
        "\"{{customer_number}}\"",
        "[]",
        "[[[[]]]]",
        "[null, 1, \"US\"]",
        "{}",
        "{\"from\":\"21:00\",\"to\":\"08:00\",\"timeZone\":\"UTC\"}",
        "{\"timeZone\":\"UTC\",\"open\":{\"mon\":[\"09:00-17:00\",null]},\"closedDates\":[\"x\"]}",
        "{\"queue\":\"desk\",\"businessHours\":{\"timeZone\":null}}",
        "{\"help\":\"\\udc00\"}",
        "{\"\\u0000\":{\"a\":1}}",
        "{\"\\ud83d\":1}",
        "{\"a\":1,\"a\":2}",
        $"\"{new string('x', 3000)}\"",
        new string('[', 80) + new string(']', 80),
    ];

    private static readonly string[] Members =
    [
        "number",
        "enabled",
        "label",
        "twilioAccount",
        "messagingServiceSid",
        "agent",
        "variantId",
        "language",
        "attributes",
        "lookup",
        "firstReply",
        "coalesce",
        "idleTimeout",
        "idleWarning",
        "segmentsPerPart",
        "mediaLine",
        "quietHours",
        "handoff",
        "texts",
        "limits",
        "retention",
        "replyCountries",
        "colour",
        "a\\u0000b",
    ];

    [Fact]
    public async Task Every_document_is_taken_or_refused()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres);
        using var visitor = await ConsoleVisitor.SignedIn(bridge.Instances[0].OpsAddress, BridgeSettings.Key);
        var page = await visitor.Get("/console/numbers/file");
        var minutes = double.Parse(Environment.GetEnvironmentVariable("SMSBRIDGE_FUZZ_MINUTES") ?? "0", CultureInfo.InvariantCulture);
        var (watch, first) = (Stopwatch.StartNew(), minutes > 0 ? Random.Shared.Next() : 20261201);
        var taken = 0;
        for (var round = 0; round < Rounds || watch.Elapsed.TotalMinutes < minutes; round++)
        {
            var seed = unchecked(first + round);
            var random = new Random(seed);
            var document = Document(random);

            var put = await bridge.Ops.Put("/api/v1/numbers/%2B14155550299", document);
            put.Status.ShouldBeOneOf([200, 201, 400], $"seed {seed}: {document}\n{put.Body}");
            put.Body.Length.ShouldBeLessThan(200_000);
            taken += put.Status < 300 ? 1 : 0;

            var file = random.Next(2) == 0 ? $"{{\"numbers\":[{document}]}}" : $"numbers:\n  - {Cut(document, random)}";
            var shown = await visitor.Submit(page, "/console/numbers/file", ("text", file));
            shown.Status.ShouldBeOneOf([200, 400], $"seed {seed}: {file}\n{shown.Text}");
            if (put.Status < 300)
            {
                (await bridge.Ops.Get("/api/v1/numbers/%2B14155550299")).Status.ShouldBe(200, $"seed {seed}: {document}");
                (await visitor.Get("/console/numbers/%2B14155550299")).Status.ShouldBe(200, $"seed {seed}: {document}");
                (await visitor.Get("/console/numbers/export")).Status.ShouldBe(200, $"seed {seed}: {document}");
            }
        }

        taken.ShouldBeGreaterThan(0);
        (await bridge.Ops.Get("/health/ready")).Status.ShouldBe(200);
    }

    private static string Document(Random random)
    {
        var text = new StringBuilder("""{"number":"+14155550299","twilioAccount":"main","agent":"support" """);
        for (var i = random.Next(4); i > 0; i--)
        {
            text.Append(CultureInfo.InvariantCulture, $", \"{Members[random.Next(Members.Length)]}\": {Value(random, 3)}");
        }

        return text.Append('}').ToString();
    }

    private static string Value(Random random, int depth) =>
        random.Next(4) switch
        {
            0 when depth > 0 => $"[{Value(random, depth - 1)}, {Value(random, depth - 1)}]",
            1 when depth > 0 => $"{{\"{Members[random.Next(Members.Length)]}\": {Value(random, depth - 1)}}}",
            _ => Pieces[random.Next(Pieces.Length)],
        };

    private static string Cut(string text, Random random) => random.Next(3) == 0 ? text.Remove(random.Next(text.Length), 1) : text;
}
