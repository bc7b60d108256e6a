using System.Text.RegularExpressions;
using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Docs;

/// <summary>What the pages say of the repository is so.</summary>
public sealed partial class PagesTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there()
    {
        var broken = Pages.All.SelectMany(p => Pages.Targets(p.Value).Where(t => !Leads(p.Key, t)).Select(t => $"{p.Key}: {t}")).ToList();

        Pages.All.Sum(p => Pages.Targets(p.Value).Count(IsOurs)).ShouldBeGreaterThan(150, "the links are not found");
        broken.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("see [a](../README.md#nothing)", false)]
    [InlineData("see [a](../README.md#quick-start)", true)]
    [InlineData("see [a\nb](nothing.md)", false)]
    [InlineData("see [`a`](#rules)", true)]
    [InlineData("see [`a`](#rule)", false)]
    [InlineData("<img src=\"images/phone.png\" width=\"3\">", true)]
    [InlineData("![x](images/none.png)", false)]
    [InlineData("[x](https://example.com/none)", true)]
    public void A_link_that_leads_nowhere_is_found(string page, bool leads) =>
        Leads("docs/architecture.md", Pages.Targets(page).ShouldHaveSingleItem()).ShouldBe(leads);

    [Fact]
    public void Links_in_code_are_text() => Pages.Targets("`[a](b)` and\n```md\n[c](d)\n```\n").ShouldBeEmpty();

    [Fact]
    public void The_README_is_read_in_a_few_minutes()
    {
        var readme = new FileInfo(Path.Combine(Sources.Root, "README.md"));

        readme.Length.ShouldBeLessThanOrEqualTo(9 * 1024);
        foreach (var needed in new[] { "./dev up", "./dev test", "docs/flow.svg", "docs/images/phone.png", "docs/going-live.md" })
        {
            Pages.All["README.md"].ShouldContain(needed);
        }

        new FileInfo(Path.Combine(Sources.Root, "docs", "images", "phone.png")).Length.ShouldBeLessThan(150_000);
    }

    /// <summary>A change of a line of 250 characters cannot be read in a diff. Tables cannot be wrapped; the one page has none.</summary>
    [Fact]
    public void Lines_of_the_pages_about_the_code_fit_a_screen()
    {
        const int widest = 120;
        var wide = Pages
            .All.Where(p => p.Key == "docs/architecture.md" || p.Key.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(p => p.Value.Split('\n').Select((text, i) => (Page: p.Key, Line: i + 1, Text: text)))
            .Where(l => l.Text.Length > widest && !(l.Text.StartsWith('|') && l.Page != "docs/architecture.md"))
            .Select(l => $"{l.Page}:{l.Line}");

        wide.ShouldBeEmpty();
    }

    [Fact]
    public void Folders_with_a_design_have_a_page()
    {
        string[] designed = ["Agents", "Dashboard", "Handoff", "Inbound", "Outbound", "Queues", "Shaping", "Threads", "Work"];

        designed.Where(f => !Pages.All.ContainsKey($"src/SmsBridge/{f}/README.md")).ShouldBeEmpty();
        Pages
            .All.Keys.Where(p => p.StartsWith("src/SmsBridge/", StringComparison.Ordinal))
            .Where(p => !Pages.All["docs/architecture.md"].Contains($"(../{p})", StringComparison.Ordinal))
            .ShouldBeEmpty("the page about the whole leads to each");

        var whole = Pages.All["docs/architecture.md"];
        Sources
            .Files.Keys.Where(f => f.Contains('/'))
            .Select(f => f.Split('/')[0])
            .Distinct()
            .Where(f => !whole.Contains($"`{f}`: ", StringComparison.Ordinal) && !whole.Contains($"[{f}](", StringComparison.Ordinal))
            .ShouldBeEmpty("the page about the whole says what each folder is for");
    }

    [Fact]
    public void Every_source_file_that_a_page_names_exists()
    {
        // The kind of queue that the page about adding one makes up.
        string[] madeUp = ["src/SmsBridge/Queues/SqsSettings.cs", "src/SmsBridge/Queues/SqsQueue.cs"];
        var named = Pages
            .All.SelectMany(p => Pages.Spans(p.Value).Where(s => Source().IsMatch(s)).Select(s => (Page: p.Key, File: s)))
            .ToList();

        named.Count.ShouldBeGreaterThan(100, "the names are not found");
        named.Where(n => !IsSource(n.File) && !madeUp.Contains(n.File)).Select(n => $"{n.Page}: {n.File}").ShouldBeEmpty();
    }

    /// <summary>Comments, remedies and deployment files send people to pages.</summary>
    [Fact]
    public void Every_page_that_a_file_names_exists()
    {
        string[] kinds = [".cs", ".razor", ".csproj", ".yaml", ".yml", ".sql", ".http", ".conf", ".env", ".service", ".js"];
        var files = new[] { "src", "tests", "deploy", "migrations", "requests", "examples" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Sources.Root, f), "*", SearchOption.AllDirectories))
            .Where(f => kinds.Contains(Path.GetExtension(f)) && !Generated().IsMatch(f))
            .Concat([
                Path.Combine(Sources.Root, "dev"),
                Path.Combine(Sources.Root, "Dockerfile"),
                Path.Combine(Sources.Root, "compose.yaml"),
            ]);
        var named = files.SelectMany(f => Page().Matches(File.ReadAllText(f)).Select(m => (File: f, Page: m.Value))).ToList();

        named.Count.ShouldBeGreaterThan(5, "the names are not found");
        named.Where(n => !File.Exists(Path.Combine(Sources.Root, n.Page))).Select(n => $"{n.File}: {n.Page}").ShouldBeEmpty();
    }

    private static bool IsOurs(string target) => !target.Contains("://", StringComparison.Ordinal);

    private static bool Leads(string page, string target)
    {
        if (!IsOurs(target))
        {
            return true;
        }

        var (file, anchor) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, null);
        var path =
            file.Length == 0 ? page : Path.GetRelativePath(Sources.Root, Path.Combine(Sources.Root, Path.GetDirectoryName(page)!, file));
        var whole = Path.Combine(Sources.Root, path);
        return (File.Exists(whole) || Directory.Exists(whole))
            && (anchor is null || (File.Exists(whole) && Pages.Anchors(Pages.Text(path)).Contains(anchor)));
    }

    /// <summary>With a folder: below the service's or the root. A name alone may be that of any file.</summary>
    private static bool IsSource(string file) =>
        file.Contains('/')
            ? new[] { "src/SmsBridge", "" }.Any(f => File.Exists(Path.Combine(Sources.Root, f, file)))
            : Names.Value.Contains(file);

    private static readonly Lazy<HashSet<string>> Names = new(() =>
        [
            .. new[] { "src", "tests" }
                .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Sources.Root, f), "*.*", SearchOption.AllDirectories))
                .Where(f => !Generated().IsMatch(f))
                .Select(f => Path.GetFileName(f)),
        ]
    );

    [GeneratedRegex(@"^([A-Za-z.]+/)*[A-Z][A-Za-z0-9]*\.(cs|razor)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Source();

    [GeneratedRegex(
        @"\bdocs/([a-z0-9-]+/)*[A-Za-z0-9.-]+\.(md|svg|png|yml)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Page();

    [GeneratedRegex(@"[\\/](bin|obj|node_modules|TestResults)[\\/]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Generated();
}
