using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SmsBridge.Agents.ChatApi;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Tests.Layout;
using SmsBridge.Threads.Lookups;
using SmsBridge.Twilio;

namespace SmsBridge.Tests.Numbers;

/// <summary>What the README says about the number document is true of it.</summary>
public sealed class ReadmeTests
{
    private static readonly string Section = Between(
        File.ReadAllText(Path.Combine(Sources.Root, "README.md")),
        "### Number document\n",
        "\n### "
    );

    [Fact]
    public void The_example_is_a_document_without_mistakes()
    {
        var yaml = Between(Section, "```yaml\n", "```");
        var mistakes = new List<NumberMistake>();

        var document = NumbersFile.Read(yaml, new NumberReader(Validator()), mistakes).ShouldHaveSingleItem();

        mistakes.ShouldBeEmpty();
        document.Number.ShouldBe("+14155550123");
        document.QuietHours.ShouldNotBeNull();
        document.Handoff.BusinessHours!.Open.Keys.ShouldBe(["mon", "fri"]);
        document.ReplyCountries.ShouldBe(["US", "CA"]);
    }

    /// <summary>The texts have a table of their own, and the members of hours are shown in the example.</summary>
    [Fact]
    public void The_table_has_a_row_for_each_member_with_its_default()
    {
        var rows = Regex
            .Matches(
                Section,
                @"^\| `(?<member>[A-Za-z.…]+)` \| (?<value>[^|\n]+) \| ",
                RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
            )
            .ToDictionary(m => m.Groups["member"].Value, m => m.Groups["value"].Value.Trim('`'));

        rows.ShouldBe(Members(), ignoreOrder: true);
    }

    private static IEnumerable<KeyValuePair<string, string>> Members()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Sources.Root, "numbers.schema.json")))!;
        var document = (JsonObject)schema["properties"]!["numbers"]!["items"]!;
        foreach (var (name, member) in document["properties"]!.AsObject())
        {
            if (name == "texts")
            {
                yield return new("texts.…", "null");
            }
            else if (name is "handoff" or "limits" or "retention")
            {
                foreach (var (inner, its) in member!["properties"]!.AsObject())
                {
                    yield return new($"{name}.{inner}", Default(its!, []));
                }
            }
            else
            {
                yield return new(name, name == "attributes" ? "{}" : Default(member!, document["required"]!.AsArray(), name));
            }
        }
    }

    private static string Between(string text, string start, string end)
    {
        var at = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[at..text.IndexOf(end, at, StringComparison.Ordinal)];
    }

    private static string Default(JsonNode member, JsonArray required, string name = "") =>
        required.Any(r => r!.GetValue<string>() == name) ? "required"
        : member["default"] is { } value ? value.ToString()
        : "null";

    private static NumberValidator Validator() =>
        new(
            Options.Create(new AgentsOptions { ["support"] = new() }),
            Options.Create(new TwilioOptions { Accounts = { ["main"] = new() } }),
            Options.Create(new QueuesOptions { ["desk"] = new() { Type = "postgres" } }),
            Options.Create(new LookupsOptions())
        );
}
