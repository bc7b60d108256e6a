using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.Numbers;
using SmsBridge.Work;

namespace SmsBridge.Tests.Numbers;

/// <summary>
/// Files that nobody would write: what is taken can be stored and read again, everything else is refused in few words, and nothing takes long.
/// </summary>
public sealed class NumberFuzzTests
{
    private const int Rounds = 3000;

    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(5);

    private static readonly string[] Tokens =
    [
        .. "[ ] { } , : ? - & * ! | > ' \" % @ # ~ << \n \n\n \t".Split(' '),
        " ",
        "  ",
        "\n- ",
        "\n  ",
        "\r\n",
        "---\n",
        "...\n",
        "%YAML 1.2\n---\n",
        "%TAG !e! tag:example.com:\n---\n",
        "!!str ",
        "&a ",
        "*a",
        "<<: *a\n",
        "numbers:",
        "number: +14155550199\n",
        "agent: support\n",
        "twilioAccount: main\n",
        "attributes: ",
        "{a: b}",
        "|\n  text\n",
        ">-\n  text\n",
        "\"\\u0000\"",
        "\"\\ud83d\"",
        "\"\\U00110000\"",
        "\"\\xZZ\"",
        "1e999",
        "0x1F",
        "-.inf",
        "\uFEFF",
        "\u0085",
        "\u2028",
        "\0",
        "é😀",
        new string('9', 400),
        new string('x', 3000),
    ];

    private static readonly string[] Members =
    [
        .. NumberJson.Default.NumberDocument.Properties.Select(p => p.Name),
        "",
        "colour",
        "a\0b",
        "\ud83d",
        new string('n', 500),
    ];

    private static readonly string[] Values =
    [
        "null",
        "true",
        "\"\"",
        "\"main\"",
        "\"support\"",
        "\"desk\"",
        "\"+14155550199\"",
        "\"00:15:00\"",
        "\"24:00:00\"",
        "\"-00:00:01\"",
        "\"99999999999:00:00\"",
        "\"{{from_city|x}}\"",
        "\"{{nobody}}\"",
        "\"a\\u0000b\"",
        "\"\\ud83d\"",
        "\"\\udc00x\"",
        "0",
        "-1",
        "1e308",
        "1e999999999",
        "0.1e-999",
        "12345678901234567890",
        new string('7', 5000),
        $"\"{new string('é', 3000)}\"",
        "[]",
        "{}",
        "[null]",
        "[\"US\",null,7]",
        "{\"timeZone\":\"Europe/London\",\"open\":{\"mon\":[\"09:00-17:00\"],\"xxx\":null,\"tue\":null}}",
        "{\"timeZone\":\"\\u0000\",\"closedDates\":[null]}",
        "{\"from\":\"21:00\",\"to\":\"08:00\"}",
        "{\"queue\":\"desk\",\"priority\":\"high\",\"businessHours\":null}",
        "{\"help\":\"\",\"stop\":7,\"x\":1}",
        "{\"perCustomerPerMinute\":-1,\"perNumberPerMinute\":1e9}",
        "{\"messages\":\"90.00:00:00\",\"payloads\":null}",
    ];

    private readonly NumberReader reader = new(
        new NumberValidator([
            new KnownNames("agent", "Agents", () => ["support"]),
            new KnownNames("account", "Twilio:Accounts", () => ["main"]),
            new KnownNames("queue", "Queues", () => ["desk"]),
            new KnownNames("lookup", "Lookups", () => []),
        ])
    );

    private int taken;

    [Fact]
    [Trait("Category", Fuzzing.Category)]
    public void What_is_read_can_be_stored_and_the_rest_is_refused_in_few_words()
    {
        Fuzzing.Run("numbers", Rounds, random => Read(Text(random)));
        taken.ShouldBeGreaterThan(Rounds / 100, "files that are never in order say little about those that are");
    }

    private bool Check(string text)
    {
        var mistakes = new NumberMistakes();
        List<NumberDocument> documents;
        try
        {
            documents = NumbersFile.Read(text, reader, mistakes);
        }
        catch (InvalidDataException error)
        {
            error.Message.Length.ShouldBeLessThan(500);
            return false;
        }

        mistakes.Lines.Count().ShouldBeLessThanOrEqualTo(NumberMistakes.Most + 1);
        mistakes.Lines.ShouldAllBe(l => l.Length < 1500);
        foreach (var document in documents)
        {
            taken++;
            var json = NumberJson.Write(document);
            JsonElement.Parse(json).IsStorable().ShouldBeTrue(json);
            NumberJson.Write(NumberJson.Read(json)).ShouldBe(json);
            NumberReader.Parse(json);
            var yaml = NumbersFile.Write([document], yaml: true);
            NumberJson.Write(NumbersFile.Read(yaml, reader, new NumberMistakes()).ShouldHaveSingleItem(yaml)).ShouldBe(json, yaml);
        }

        return true;
    }

    private static string Text(Random random) =>
        random.Next(4) switch
        {
            0 => Soup(random),
            1 => Mutated(random),
            2 => $"{{\"numbers\":[{Document(random)}]}}",
            // JSON is YAML, nearly.
            _ => $"numbers:\n  - {Document(random)}",
        };

    private static string Soup(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Tokens[random.Next(Tokens.Length)]));

    private static string Document(Random random)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["number"] = "\"+14155550199\"",
            ["twilioAccount"] = "\"main\"",
            ["agent"] = "\"support\"",
        };
        for (var i = random.Next(4); i > 0; i--)
        {
            members[Members[random.Next(Members.Length)]] = Value(random, random.Next(4));
        }

        return $"{{{string.Join(", ", members.Select(m => $"{Quoted(m.Key)}: {m.Value}"))}}}";
    }

    private static string Value(Random random, int depth) =>
        depth > 0 && random.Next(3) == 0
            ? $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1)))}]"
        : depth > 0 && random.Next(3) == 0
            ? $"{{{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(i => $"{Quoted($"{Members[random.Next(Members.Length)]}{i}")}: {Value(random, depth - 1)}"))}}}"
        : Values[random.Next(Values.Length)];

    /// <summary>Half of an emoji stays half of one.</summary>
    private static string Quoted(string name) =>
        $"\"{string.Concat(name.Select(c => c < ' ' || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : $"{c}"))}\"";

    private static string Mutated(Random random)
    {
        var text = new StringBuilder(
            """
            numbers:
              - &usual
                number: +14155550199
                label: "US \u00e9 support"
                twilioAccount: main
                agent: support
                attributes: { brand: acme, list: [1, 2.50, ~, 'x'] }
                texts:
                  help: |
                    Two lines
                    of help
                handoff: { queue: desk, businessHours: { timeZone: UTC, open: { mon: ["09:00-17:00"] } } }
              - { <<: *usual, number: whatsapp:+14155550198 }

            """
        );
        for (var i = random.Next(5); i > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(1, 0x180);
                    break;
                default:
                    var piece = text.ToString(at, Math.Min(random.Next(1, 80), text.Length - at));
                    text.Insert(random.Next(text.Length), piece);
                    break;
            }
        }

        return text.ToString();
    }

    private void Read(string text)
    {
        try
        {
            SmallStack.Run(() => Check(text), LongestRead);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"This file:\n{text}", error);
        }
    }
}
