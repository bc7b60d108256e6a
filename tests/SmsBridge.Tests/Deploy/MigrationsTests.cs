using System.Text.RegularExpressions;
using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Deploy;

/// <summary>
/// While an update is rolled out, and after going back one version, the earlier version works on the later schema: migrations add and take
/// nothing away.
/// </summary>
public sealed partial class MigrationsTests
{
    /// <summary>Statements that take something away all the same, and why the version before does not miss it.</summary>
    private static readonly Dictionary<string, string> Reasoned = new(StringComparer.Ordinal);

    [Fact]
    public void Migrations_only_add()
    {
        var files = Directory.GetFiles(Path.Combine(Sources.Root, "migrations"), "*.sql");
        files.Length.ShouldBeGreaterThan(5);
        var takes = files
            .SelectMany(f => Taken(File.ReadAllText(f)).Select(s => $"{Path.GetFileName(f)}: {s}"))
            .Where(t => !Reasoned.ContainsKey(t))
            .ToList();
        takes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("alter table messages drop column text;")]
    [InlineData("drop index ix_messages_pending;")]
    [InlineData("alter table messages rename column text to body;")]
    [InlineData("alter table messages alter column text set not null;")]
    [InlineData("alter table messages\n    add column a text null,\n    add column b text not null;")]
    [InlineData("truncate failures;")]
    public void What_an_earlier_version_would_miss_is_noticed(string sql) => Taken(sql).ShouldNotBeEmpty();

    [Theory]
    [InlineData("alter table messages add column a text not null default '';")]
    [InlineData("create table t (id uuid not null); -- drop nothing")]
    [InlineData("alter table messages add column a text null;")]
    public void What_it_would_not_miss_is_not(string sql) => Taken(sql).ShouldBeEmpty();

    private static List<string> Taken(string sql)
    {
        var code = Comment().Replace(sql, "");
        return
        [
            .. Takes().Matches(code).Select(m => m.Value.Trim()),
            .. Column().Matches(code).Select(m => m.Value.Trim()).Where(c => c.Contains("not null") && !c.Contains("default")),
        ];
    }

    [GeneratedRegex("--[^\n]*", RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"\bdrop\s+(table|column|index|function|type|constraint|trigger|view|sequence|default)\b[^;,]*|\brename\s+[^;,]*|\balter\s+column\b[^;,]*|\btruncate\s+[a-z_]+\s*;",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Takes();

    [GeneratedRegex(@"\badd\s+column\b[^;,]*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Column();
}
