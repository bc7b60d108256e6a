using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using SmsBridge.Cli;

namespace SmsBridge.Tests.Docs;

/// <summary>The page of commands has the commands and options that the program has.</summary>
public sealed partial class CommandsPageTests
{
    private static readonly string Page = Pages.All["docs/cli.md"];

    [Fact]
    public void Every_command_and_option_is_on_the_page()
    {
        var rows = Page.Split('\n').Where(l => l.StartsWith("| `smsbridge ", StringComparison.Ordinal)).ToList();

        Tree.Count.ShouldBeGreaterThan(15, "the commands are not found");
        foreach (var (name, command) in Tree)
        {
            var its = rows.Where(r => Regex.IsMatch(r, $"`smsbridge {name}[` ]", RegexOptions.NonBacktracking)).ToList();
            its.ShouldNotBeEmpty(name);
            foreach (var option in command.Options.SelectMany(o => o.Aliases.Append(o.Name)))
            {
                its.ShouldContain(r => r.Contains(option, StringComparison.Ordinal), $"{name} {option}");
            }
        }

        foreach (var option in Options(typeof(OutputOptions)))
        {
            Page.ShouldContain($"`{option}`");
        }
    }

    [Fact]
    public void Every_command_and_option_on_the_page_exists()
    {
        var options = Tree
            .Values.SelectMany(c => c.Options.SelectMany(o => o.Aliases.Append(o.Name)))
            .Concat(Options(typeof(OutputOptions)));
        var named = Named().Matches(Page).Select(m => m.Groups["name"].Value.Trim()).ToList();
        var used = Dashed().Matches(Page).Select(m => m.Value).Except(["--help", "--project"]);

        named.Where(n => !Tree.ContainsKey(n) && !Tree.ContainsKey(n.Split(' ')[0])).ShouldBeEmpty();
        used.Except(options).ShouldBeEmpty();
    }

    /// <summary>What one can call, by its words after <c>smsbridge</c>.</summary>
    private static readonly Dictionary<string, Command> Tree = typeof(ServeCommand)
        .Assembly.GetTypes()
        .Where(t => t.Namespace == typeof(ServeCommand).Namespace)
        .Select(t => t.GetMethod("Create", BindingFlags.Static | BindingFlags.Public, []))
        .Where(m => m?.ReturnType == typeof(Command))
        .Select(m => (Command)m!.Invoke(null, null)!)
        .SelectMany(c => c.Subcommands.Count == 0 ? [(c.Name, c)] : c.Subcommands.Select(s => ($"{c.Name} {s.Name}", s)))
        .ToDictionary(StringComparer.Ordinal);

    private static IEnumerable<string> Options(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.NonPublic).Select(f => f.GetValue(null)).OfType<Option>().Select(o => o.Name);

    [GeneratedRegex("`smsbridge (?<name>[a-z-]+( [a-z-]+)?)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex("--[a-z][a-z-]*", RegexOptions.NonBacktracking)]
    private static partial Regex Dashed();
}
