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
    public void Each_folder_has_a_hundred_ids_of_its_own_and_keeps_to_them()
    {
        var blocks = new Dictionary<int, string>();
        foreach (var folder in Messages.GroupBy(m => m.Method.DeclaringType!.Namespace!.Split('.')[^1]))
        {
            var source = Sources.Files[$"{folder.Key}/Log.cs"];
            var first = int.Parse(
                Regex
                    .Match(source, "Event ids (?<first>[0-9]+) to [0-9]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
                    .Groups["first"]
                    .Value
            );
            source.ShouldContain($"Event ids {first} to {first + 99}.");
            blocks.TryAdd(first, folder.Key).ShouldBeTrue($"{folder.Key} has the ids of {blocks.GetValueOrDefault(first)}");
            folder.ShouldAllBe(m => m.Message.EventId >= first && m.Message.EventId <= first + 99);
        }
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
