using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using SmsBridge.Storage;
using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Observability;

/// <summary>Every message that the service can log, read from its own declarations.</summary>
public sealed class LogTests
{
    private const BindingFlags Everything = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly (MethodInfo Method, LoggerMessageAttribute Message)[] Messages = typeof(BridgeDbContext)
        .Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(Everything | BindingFlags.DeclaredOnly))
        .Select(m => (m, m.GetCustomAttribute<LoggerMessageAttribute>()!))
        .Where(m => m.Item2 is not null)
        .ToArray();

    [Fact]
    public void Event_ids_are_unique()
    {
        Messages.Length.ShouldBeGreaterThan(10);
        Messages.GroupBy(m => m.Message.EventId).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Each_folder_names_its_ids_and_keeps_to_them()
    {
        var owners = new Dictionary<int, string>();
        foreach (var messages in Messages.GroupBy(m => m.Method.DeclaringType!.Namespace!["SmsBridge.".Length..].Replace('.', '/')))
        {
            var ids = Named(Sources.Files[$"{messages.Key}/Log.cs"]).ToHashSet();
            foreach (var id in ids)
            {
                owners.TryAdd(id, messages.Key).ShouldBeTrue($"{messages.Key} and {owners[id]} both have the id {id}");
            }

            messages.ShouldAllBe(m => ids.Contains(m.Message.EventId));
        }
    }

    /// <summary>The ids in a line such as <c>Event ids 400 to 499, and 1500 to 1501.</c></summary>
    private static IEnumerable<int> Named(string source)
    {
        var line = source.Split('\n').Single(l => l.Contains("Event ids"));
        return Regex
            .Matches(line, "(?<first>[0-9]+)( to (?<last>[0-9]+))?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
            .SelectMany(range =>
            {
                var first = int.Parse(range.Groups["first"].Value);
                var last = range.Groups["last"] is { Success: true, Value: var value } ? int.Parse(value) : first;
                return Enumerable.Range(first, last - first + 1);
            });
    }

    [Fact]
    public void No_message_takes_a_text_a_body_or_a_secret()
    {
        string[] words =
        [
            "text",
            "body",
            "phone",
            "from",
            "to",
            "content",
            "message",
            "token",
            "key",
            "secret",
            "password",
            "query",
            "url",
        ];
        foreach (var (method, message) in Messages)
        {
            var names = method.GetParameters().Select(p => p.Name!);
            var holes = Regex
                .Matches(message.Message, @"\{(?<name>\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
                .Select(m => m.Groups["name"].Value);
            names.Concat(holes).Intersect(words, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty(method.Name);
        }
    }

    [Fact]
    public void Addresses_are_masked_where_they_are_logged()
    {
        string[] addresses = ["number", "customer", "address", "recipient", "sender"];
        foreach (var (method, _) in Messages)
        {
            var masked = method.GetParameters().Count(p => addresses.Contains(p.Name));
            foreach (
                var call in Sources.Files.Values.SelectMany(f =>
                    Regex.Matches(f, $@"\blog\.{method.Name}\([^;]*;", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
                )
            )
            {
                Regex
                    .Count(call.Value, @"Mask\.Address\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
                    .ShouldBeGreaterThanOrEqualTo(masked, call.Value);
            }
        }

        Messages.ShouldContain(m => m.Method.GetParameters().Any(p => addresses.Contains(p.Name)), "the rule checks nothing");
    }
}
