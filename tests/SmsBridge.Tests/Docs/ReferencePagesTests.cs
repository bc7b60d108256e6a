using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SmsBridge.Agents;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Tests.Layout;
using SmsBridge.Threads.Lookups;
using SmsBridge.Twilio;

namespace SmsBridge.Tests.Docs;

/// <summary>What the pages of settings and of the number document say is true of them.</summary>
public sealed class ReferencePagesTests
{
    private static readonly string Numbers = Pages.All["docs/numbers.md"];

    [Fact]
    public void The_example_is_a_document_without_mistakes()
    {
        var yaml = Between(Numbers, "```yaml\n", "```");
        var mistakes = new NumberMistakes();

        var document = NumbersFile.Read(yaml, new NumberReader(Validator()), mistakes).ShouldHaveSingleItem();

        mistakes.Found.ShouldBeEmpty();
        document.Number.ShouldBe("+14155550123");
        document.QuietHours.ShouldNotBeNull();
        document.Handoff.BusinessHours!.Open.Keys.ShouldBe(["mon", "fri"]);
        document.ReplyCountries.ShouldBe(["US", "CA"]);
    }

    [Fact]
    public void The_tables_have_a_row_for_each_member_with_its_default()
    {
        var schema = JsonNode.Parse(Pages.Text("numbers.schema.json"))!;

        Rows(Numbers).ShouldBe(Members("", schema["properties"]!["numbers"]!["items"]!), ignoreOrder: true);
    }

    [Fact]
    public void Every_key_that_a_page_names_is_in_the_table_of_settings()
    {
        var sections = JsonNode.Parse(Pages.Text("appsettings.schema.json"))!["properties"]!.AsObject().Select(s => s.Key).ToHashSet();
        var known = Rows(Pages.All["docs/settings.md"]).Keys.Select(Plain).ToHashSet();
        var named = Pages
            .All.SelectMany(p => Pages.Spans(p.Value))
            .Where(s => Regex.IsMatch(s, "^[A-Z][A-Za-z]+(:[A-Za-z0-9{}*…_]+)+$", Safe) && sections.Contains(s.Split(':')[0]))
            .Distinct()
            .ToList();

        named.Count.ShouldBeGreaterThan(30, "the keys are not found");
        named.Where(n => !known.Any(k => Names(n, k))).ShouldBeEmpty();
    }

    [Fact]
    public void The_settings_have_these_defaults()
    {
        var rows = Rows(Pages.All["docs/settings.md"]);

        rows["ConnectionStrings:Bridge"].ShouldBe("required");
        rows["Public:BaseUrl"].ShouldBe("required");
        rows["Public:Listen"].ShouldBe("http://0.0.0.0:8080");
        rows["Ops:Listen"].ShouldBe("http://127.0.0.1:8081");
        rows["Ops:BootstrapKey"].ShouldBe("–");
        rows["Twilio:ApiUrl"].ShouldBe("https://api.twilio.com");
        rows["Twilio:Timeout"].ShouldBe("00:00:15");
        rows["Twilio:Accounts:{name}:AccountSid"].ShouldBe("required");
        rows["Agents:{name}:ApiKey"].ShouldBe("required");
        rows["Agents:{name}:Timeout"].ShouldBe("00:01:00");
        rows["Handoff:DefaultQueue"].ShouldBe("desk");
        rows["Queues:{name}:Type"].ShouldBe("required");
        rows["Queues:{name}:MaxDeliveries"].ShouldBe("100");
        rows["Queues:{name}:Exchange"].ShouldBe("smsbridge.handoffs");
        rows["Queues:{name}:Url"].ShouldBe("required");
        rows["Limits:PerSenderPerMinute"].ShouldBe("10");
        rows["Spool:Directory"].ShouldBe("spool");
    }

    /// <summary>Default by name.</summary>
    private static Dictionary<string, string> Rows(string page) =>
        Regex
            .Matches(page, "^\\| `(?<name>[^`]+)` \\| (?<value>[^|\n]+) \\| [^|\n]", Safe | RegexOptions.Multiline)
            .ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value.Trim('`'));

    private static IEnumerable<KeyValuePair<string, string>> Members(string prefix, JsonNode its)
    {
        var required = its["required"]?.AsArray().Select(r => r!.GetValue<string>()).ToList() ?? [];
        foreach (var (name, member) in its["properties"]!.AsObject())
        {
            yield return new(prefix + name, required.Contains(name) ? "required" : member!["default"]?.ToString() ?? "–");
            foreach (var inner in member!["properties"] is null ? [] : Members($"{prefix}{name}.", member))
            {
                yield return inner;
            }
        }
    }

    /// <summary>Without the place in a list.</summary>
    private static string Plain(string key) => key.Replace(":{0…}", "", StringComparison.Ordinal);

    /// <summary>Whether a page's key is one of the table, or begins one; names of your choice fit <c>{name}</c>.</summary>
    private static bool Names(string named, string known)
    {
        var (words, table) = (Regex.Replace(named, ":[0-9{}…]+$", "", Safe).Split(':'), known.Split(':'));
        return words.Length <= table.Length && words.Zip(table).All(w => w.First == w.Second || w.Second == "{name}");
    }

    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static string Between(string text, string start, string end)
    {
        var at = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[at..text.IndexOf(end, at, StringComparison.Ordinal)];
    }

    private static NumberValidator Validator() =>
        new([
            new KnownNames("agent", "Agents", () => ["support"]),
            new KnownNames("account", "Twilio:Accounts", () => ["main"]),
            new KnownNames("queue", "Queues", () => ["desk"]),
            new KnownNames("lookup", "Lookups", () => []),
        ]);
}
