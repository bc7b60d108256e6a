using System.Text.RegularExpressions;
using SmsBridge.Storage;

namespace SmsBridge.Tests.Layout;

/// <summary>
/// Which folder of the service may know which. A folder knows what stands above it in <see cref="Order"/>, and nothing below. What a file knows
/// is told by its usings, of which the build allows none that nothing needs, and by names that are written in full.
/// </summary>
public sealed class FolderDependencyTests
{
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>From what everybody may know to what nobody may know. A folder below another counts by itself where its place differs.</summary>
    private static readonly string[] Order =
    [
        "Observability",
        "Storage",
        "Hosting",
        "Work",
        "Numbers",
        "Messages",
        "Shaping",
        "Agents",
        "Twilio",
        "Queues",
        "Outbound",
        "Handoff",
        "Threads",
        "Handoff/Desk",
        "Privacy",
        "Inbound",
        "Twilio/Webhooks",
        "Admin",
        "Dashboard",
        "Cli",
    ];

    /// <summary>Files that know a folder below their own, and why. Ten at most; this list only gets shorter.</summary>
    private static readonly Dictionary<(string File, string Folder), string> Exceptions = new()
    {
        [("Hosting/CallLimits.cs", "Dashboard")] =
            "the console's pages are counted apart, and are known by their path before a route is chosen",
        [("Privacy/SetAsideCleaner.cs", "Inbound")] =
            "an erased customer is also taken out of the spool's file, whose form only the spool knows",
    };

    private static readonly ILookup<string, string> TypesIn = typeof(BridgeDbContext)
        .Assembly.GetTypes()
        .Where(t => t.Namespace?.StartsWith("SmsBridge.", StringComparison.Ordinal) == true)
        .ToLookup(t => t.Namespace!["SmsBridge.".Length..].Replace('.', '/'), t => t.Name);

    [Fact]
    public void Every_folder_has_its_place() =>
        Sources.Files.Keys.Select(Sources.FolderOf).Where(f => f.Length > 0).Select(Place).Distinct().ShouldBe(Order, ignoreOrder: true);

    [Fact]
    public void No_folder_knows_one_that_stands_below_it()
    {
        var upward = Sources
            .Files.Where(f => Sources.FolderOf(f.Key).Length > 0)
            .SelectMany(f => Known(f.Key, f.Value).Select(folder => (File: f.Key, Folder: folder)))
            .Where(k => Rank(k.Folder) > Rank(Place(Sources.FolderOf(k.File))))
            .ToList();
        upward.ShouldBe(Exceptions.Keys, ignoreOrder: true, "a new one needs another cut; one that is gone leaves the list");
        Exceptions.Count.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public void What_a_file_knows_is_found()
    {
        const string file = """
            using System.Text;
            using SmsBridge.Threads.Turns;
            using Limits = SmsBridge.Threads.Limits.TextLimits;

            namespace SmsBridge.Hosting;

            /// <summary>Not <see cref="SmsBridge.Cli.Shell"/>.</summary>
            internal sealed class Example(Dashboard.Links links, Other.Handoff.HandoffEvent other);
            """;
        Known("Hosting/Example.cs", file).ShouldBe(["Threads", "Dashboard"], ignoreOrder: true);
    }

    private static int Rank(string folder) => Array.IndexOf(Order, folder);

    private static string Place(string folder) => Order.Contains(folder) ? folder : folder.Split('/')[0];

    private static IEnumerable<string> Known(string path, string source)
    {
        var code = Regex.Replace(source, "//[^\n]*|\"[^\"\n]*\"", "", Safe);
        var imported = Regex
            .Matches(code, @"^@?using (\w+ = |static )?SmsBridge\.(?<name>[\w.]+);?\s*$", Safe | RegexOptions.Multiline)
            .Select(m => m.Groups["name"].Value.Replace('.', '/'));
        var qualified = Regex
            .Matches(code, @"(^|[^\w.])(SmsBridge\.)?(?<name>[A-Z]\w*(\.[A-Z]\w*)+)", Safe | RegexOptions.Multiline)
            .Select(m => m.Groups["name"].Value.Split('.'))
            .SelectMany(words =>
                new[] { 1, 2 }.Where(n => n < words.Length).Select(n => (Folder: string.Join('/', words.Take(n)), Type: words[n]))
            )
            .Where(name => TypesIn[name.Folder].Contains(name.Type))
            .Select(name => name.Folder);
        return imported.Concat(qualified).Select(Parent).Distinct().Where(f => f != Place(Sources.FolderOf(path)));
    }

    /// <summary>The folder that a namespace, or a type in it, belongs to.</summary>
    private static string Parent(string name)
    {
        var words = name.Split('/');
        var two = string.Join('/', words.Take(2));
        return Order.Contains(two) ? two : words[0];
    }
}
