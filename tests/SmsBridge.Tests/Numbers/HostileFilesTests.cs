using System.Text;
using System.Text.Json.Nodes;
using SmsBridge.Numbers;

namespace SmsBridge.Tests.Numbers;

/// <summary>Files of numbers that cost more than they weigh.</summary>
public sealed class HostileFilesTests
{
    public static TheoryData<string, string> Endless =>
        new()
        {
            { "an alias of what is still open", "numbers: &a [*a]" },
            { "the same among members", "numbers: &a { numbers: *a }" },
            { "two that hold each other", "numbers: &a [ &b [ *a, *b ] ]" },
            { "a merge of itself", "numbers: [ &a { <<: *a } ]" },
            { "ten aliases on nine levels", Bomb(10, 9) },
            { "two aliases on thirty levels", Bomb(2, 30) },
            { "merges on merges", Merges(30) },
            { "one long word again and again", $"numbers: [ &a {new string('x', 300_000)}, {Repeated("*a", 50)} ]" },
            { "opening brackets", $"numbers: {new string('[', 100_000)}" },
            { "opening braces", string.Concat(Enumerable.Repeat("{a: ", 100_000)) },
            { "lists in one line", string.Concat(Enumerable.Repeat("- ", 100_000)) + "x" },
            { "members ever further in", string.Concat(Enumerable.Range(0, 700).Select(i => $"{new string(' ', i)}a:\n")) },
            { "questions", string.Concat(Enumerable.Repeat("? ", 100_000)) + "x" },
            { "a deep list that an alias puts deeper", $"a: &a {Nested(20)}\nnumbers: {Nested(15).Replace("0", "*a")}" },
            { "more words than there are numbers", $"numbers: [ {Repeated("1", 200_000)} ]" },
            {
                "a long tag with a short name",
                $"%TAG !e! tag:example.com,2026:{new string('x', 400_000)}\n---\nnumbers: [{Repeated("!e!a 1", 1000)}]"
            },
            { "JSON of opening brackets", new string('[', 100_000) },
            { "JSON of opening braces", string.Concat(Enumerable.Repeat("{\"numbers\":", 50_000)) },
            { "JSON that is closed again", $"{{\"numbers\":[{new string('[', 40)}{new string(']', 40)}]}}" },
            { "two megabytes", $"numbers: # {new string('x', 2_000_000)}" },
            { "a null character", "numbers: []\0 more" },
            { "a null character by its escape", "numbers: [\"a\\0b\"]" },
            { "half an emoji by its escape", "numbers: [\"\\ud83d\"]" },
            { "half an emoji as a JSON name", """{ "numbers": [ { "\ud83d": 1 } ] }""" },
        };

    [Theory]
    [MemberData(nameof(Endless))]
    public void They_are_refused_at_once_and_in_few_words(string what, string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (said, allocated) = SmallStack.Run(() =>
        {
            var error = Should.Throw<InvalidDataException>(() => NumbersFile.Read(text, Reader(), new NumberMistakes()));
            return (error.Message, GC.GetAllocatedBytesForCurrentThread());
        });

        said.Length.ShouldBeLessThan(400, what);
        (allocated - before).ShouldBeLessThan(300_000_000, what);
    }

    [Fact]
    public void An_alias_inside_of_its_own_anchor_is_named_with_its_line() =>
        Should
            .Throw<InvalidDataException>(() => Yaml.Parse("a: 1\nnumbers: &loop\n  - *loop"))
            .Message.ShouldBe("line 3: *loop stands inside of what &loop names, so it would never end.");

    [Fact]
    public void What_aliases_are_for_still_works()
    {
        Yaml.Parse("a: &x [1, &y { b: c }]\nd: *x\ne: *y\nf: { <<: *y, g: h }")!
            .ToJsonString()
            .ShouldBe("""{"a":[1,{"b":"c"}],"d":[1,{"b":"c"}],"e":{"b":"c"},"f":{"g":"h","b":"c"}}""");
        Yaml.Parse("a: &x 1\nb: &x 2\nc: *x")!.ToJsonString().ShouldBe("""{"a":1,"b":2,"c":2}""", "the last of two anchors with one name");
        Yaml.Parse($"a: {Nested(YamlReader.MaxDepth - 1)}").ShouldNotBeNull();
        Yaml.Parse($"numbers: [ &a {new string('x', 100_000)}, {Repeated("*a", 9)} ]").ShouldNotBeNull();
        Yaml.Parse("").ShouldBeNull();
        Yaml.Parse("# nothing").ShouldBeNull();
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", "line 3: duplicate member 'a'; keep one.")]
    [InlineData("a: *b", "line 1: nothing above is named &b.")]
    [InlineData("? [a]\n: b", "line 1: a member's name must be a word.")]
    [InlineData("a: 1\n---\nb: 2", "has more than one YAML document (a line ---); put all numbers into one list.")]
    public void What_cannot_be_meant_is_told_with_its_line(string text, string said) =>
        Should.Throw<InvalidDataException>(() => Yaml.Parse(text)).Message.ShouldBe(said);

    [Theory]
    [InlineData("""{ "numbers": [ { "number": "+14155550199", "twilioAccount": "main", "agent": "support", @ } ] }""", "\"m#\": 1")]
    [InlineData(
        """{ "numbers": [ { "number": "+14155550199", "twilioAccount": "main", "agent": "support", "handoff": { @ } } ] }""",
        "\"m#\": 1"
    )]
    [InlineData("""{ "numbers": [ @ ] }""", "{ \"m#\": 1 }")]
    [InlineData("""{ "numbers": [ @ ] }""", "1")]
    [InlineData("""{ "numbers": [], @ }""", "\"m#\": 1")]
    [InlineData("numbers: [ @ ]", "{ m#: 1 }")]
    public void Mistakes_without_number_cost_little_and_a_hundred_are_told(string file, string one)
    {
        var count = file[0] == '{' ? 30_000 : 10_000;
        var many = string.Join(", ", Enumerable.Range(0, count).Select(i => one.Replace("#", $"{i}")));
        var mistakes = new NumberMistakes();

        SmallStack.Run(() => NumbersFile.Read(file.Replace("@", many), Reader(), mistakes), TimeSpan.FromSeconds(5));

        mistakes.Found.Count.ShouldBe(NumberMistakes.Most);
        mistakes.HasMore.ShouldBeTrue();
        mistakes.Lines.Last().ShouldBe(NumberMistakes.AndMore);
        mistakes.Lines.Sum(l => l.Length).ShouldBeLessThan(20_000);
        mistakes.Lines.Count(l => l.Contains("Known:")).ShouldBeLessThanOrEqualTo(1, "the members are listed once");
    }

    [Fact]
    public void A_mistake_repeats_only_the_beginning_of_what_was_written()
    {
        var mistakes = new NumberMistakes();
        var document = Document();
        document["number"] = new string('9', 30_000);
        document[new string('m', 20_000)] = 1;
        document["firstReply"] = new string('f', 10_000);

        Reader().Read(document, "numbers[0]", wordsAreText: false, mistakes).ShouldBeNull();

        mistakes.Found.Count.ShouldBe(3);
        mistakes.Lines.ShouldAllBe(l => l.Length < 1300);
    }

    [Fact]
    public void Every_mistake_of_a_document_is_told_at_once_however_deep_it_is()
    {
        var document = Document();
        document.Remove("agent");
        document["colour"] = "red";
        document["enabled"] = "perhaps";
        document["coalesce"] = "long";
        document["label"] = "a\0b";
        document["handoff"] = JsonNode.Parse("""{ "queues": [], "pickupDeadline": 7, "onExpiry": "retry", "priority": null }""");
        document["texts"] = JsonNode.Parse("""{ "help": 7, "bye": "x", "stop": "a\u0000b", "start": "\ud83d" }""");
        document["quietHours"] = JsonNode.Parse("""{ "from": "9" }""");
        document["attributes"] = JsonNode.Parse(
            $$"""{ "n": 1{{new string('0', 200_000)}}, "deep": { "list": [1, "\u0000"] }, "a\u0000": 1, "e": 1e999, "t": "{x}" }"""
        );
        var mistakes = new NumberMistakes();

        Reader().Read(document, "numbers[0]", wordsAreText: false, mistakes).ShouldBeNull();

        mistakes
            .Found.Select(m => m.Member)
            .ShouldBe(
                [
                    "agent",
                    "attributes",
                    "attributes.deep.list[1]",
                    "attributes.e",
                    "attributes.n",
                    "coalesce",
                    "colour",
                    "enabled",
                    "handoff.onExpiry",
                    "handoff.pickupDeadline",
                    "handoff.queues",
                    "label",
                    "quietHours.from",
                    "quietHours.to",
                    "texts.bye",
                    "texts.help",
                    "texts.start",
                    "texts.stop",
                ],
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(66_000, false)]
    [InlineData(900_000, false)]
    public void A_document_has_a_size(int length, bool fits)
    {
        var document = Document();
        document["attributes"] = new JsonObject { ["note"] = string.Concat(Enumerable.Repeat("é", length / 2)) };
        var mistakes = new NumberMistakes();

        var read = SmallStack.Run(() => Reader().Read(document, "numbers[0]", wordsAreText: false, mistakes));

        (read is not null).ShouldBe(fits);
        mistakes.Lines.ShouldAllBe(l => l == $"+14155550199: has {length / 1024 + 1} KB; a number document has at most 64 KB.");
    }

    private static NumberReader Reader() =>
        new(
            new NumberValidator([
                new KnownNames("agent", "Agents", () => ["support"]),
                new KnownNames("account", "Twilio:Accounts", () => ["main"]),
                new KnownNames("queue", "Queues", () => ["desk"]),
                new KnownNames("lookup", "Lookups", () => []),
            ])
        );

    private static JsonObject Document() =>
        new()
        {
            ["number"] = "+14155550199",
            ["twilioAccount"] = "main",
            ["agent"] = "support",
        };

    private static string Nested(int levels) => $"{new string('[', levels)}0{new string(']', levels)}";

    private static string Repeated(string word, int times) => string.Join(", ", Enumerable.Repeat(word, times));

    /// <summary>Each level holds the one before so many times.</summary>
    private static string Bomb(int times, int levels)
    {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (var i = 1; i <= levels; i++)
        {
            text.Append($"a{i}: &a{i} [{Repeated($"*a{i - 1}", times)}]\n");
        }

        return text.Append($"numbers: *a{levels}").ToString();
    }

    private static string Merges(int levels)
    {
        var text = new StringBuilder("a0: &a0 { x: 1 }\n");
        for (var i = 1; i <= levels; i++)
        {
            text.Append($"a{i}: &a{i} {{ p: *a{i - 1}, q: *a{i - 1}, <<: [*a{i - 1}, *a{i - 1}] }}\n");
        }

        return text.Append($"numbers: [*a{levels}]").ToString();
    }
}
