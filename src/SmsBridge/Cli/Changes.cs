using System.Text.Json.Nodes;
using SmsBridge.Numbers;
using Spectre.Console;

namespace SmsBridge.Cli;

/// <summary>Changes of numbers as a diff: a line per number and member, with <c>+</c>, <c>-</c> or <c>~</c>.</summary>
internal static class Changes
{
    public static void Print(Terminal terminal, IReadOnlyList<NumberChange> changes, bool dryRun)
    {
        if (terminal.WantsJson)
        {
            Terminal.Json(new { DryRun = dryRun, Changes = changes.Select(Show) });
            return;
        }

        foreach (var change in changes)
        {
            var (sign, color) = Sign(change.Before is null, change.After is null);
            terminal.Line($"{sign} {change.Number}", color);
            foreach (var (member, before, after) in change.Members())
            {
                var (memberSign, memberColor) = Sign(before is null, after is null);
                var arrow = before is null || after is null ? "" : " → ";
                terminal.Line($"    {memberSign} ", memberColor, $"{member}: {Value(before)}{arrow}{Value(after)}");
            }
        }

        terminal.Line(Sum(changes, dryRun));
    }

    private static string Sum(IReadOnlyList<NumberChange> changes, bool dryRun)
    {
        if (changes.Count == 0)
        {
            return "Nothing to change.";
        }

        var (added, removed) = (changes.Count(c => c.Before is null), changes.Count(c => c.After is null));
        var counts = $"{added} added, {changes.Count - added - removed} changed, {removed} removed";
        return dryRun
            ? $"Dry run, nothing was changed. It would be: {counts}."
            : $"Numbers: {counts}. In force on every instance within 2 s.";
    }

    private static (char Sign, Color Color) Sign(bool isNew, bool isGone) =>
        isNew ? ('+', Color.Green)
        : isGone ? ('-', Color.Red)
        : ('~', Color.Yellow);

    private static string Value(JsonNode? value) => value?.ToJsonString(Compact) ?? "";

    private static object Show(NumberChange change) =>
        new
        {
            change.Number,
            Change = change.Before is null ? "add"
            : change.After is null ? "remove"
            : "change",
            Members = change
                .Members()
                .Select(m => new
                {
                    m.Member,
                    m.Before,
                    m.After,
                }),
        };

    private static readonly System.Text.Json.JsonSerializerOptions Compact = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
