using System.Text.RegularExpressions;
using SmsBridge.Tests.Layout;
using static SmsBridge.Tests.Deploy.Deployment;

namespace SmsBridge.Tests.Deploy;

/// <summary>The guide names only what there is.</summary>
public sealed partial class GuideWordsTests
{
    private static readonly string Guide = Text("docs/going-live.md");

    [Fact]
    public void Every_command_that_it_names_exists()
    {
        var known = Sources
            .Files.Where(f => f.Key.StartsWith("Cli/", StringComparison.Ordinal))
            .SelectMany(f => Made().Matches(f.Value).Select(m => m.Groups["name"].Value))
            .ToList();
        var named = Called().Matches(Guide).Select(m => m.Groups["name"].Value).Distinct().ToList();

        named.ShouldContain("numbers");
        named.Except(known).ShouldBeEmpty();
    }

    [Fact]
    public void Every_file_of_the_repository_that_it_names_exists()
    {
        var named = Files().Matches(Guide).Select(m => m.Value.TrimEnd('/')).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(5);
        named.Where(f => !Path.Exists(Path.Combine(Sources.Root, f))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"new( Command)?\(\s*""(?<name>[a-z-]+)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Made();

    [GeneratedRegex(
        @"(sudo |`|^|/)smsbridge (?<name>[a-z-]+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Called();

    [GeneratedRegex(@"deploy/[a-z./_-]+[a-z]", RegexOptions.NonBacktracking)]
    private static partial Regex Files();
}
