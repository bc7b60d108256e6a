using System.Text;

namespace SmsBridge.Tests.Outbound;

/// <summary>Markdown as models write it, with words that can be told apart.</summary>
internal sealed class RandomMarkdown(Random random)
{
    private int said;

    public List<string> Words { get; } = [];

    public string Make() => string.Join("\n\n", Enumerable.Range(0, random.Next(1, 7)).Select(_ => Block(0)));

    private string Block(int depth) =>
        random.Next(depth > 2 ? 3 : 8) switch
        {
            0 => Line(),
            1 => $"{new string('#', random.Next(1, 7))} Heading {Line()}",
            2 => Around(Line(), Any(["{0}\n=====", "{0}\n-----", "---\n\n{0}", "##Title {0}"])),
            3 => string.Join("\n", Enumerable.Range(0, random.Next(2, 5)).Select(_ => Item(Any(["- ", "* "]), depth))),
            4 => string.Join("\n", Enumerable.Range(1, random.Next(2, 5)).Select(i => Item($"{i}. ", depth))),
            5 => string.Join("\n", Block(depth + 1).Split('\n').Select(l => "> " + l)),
            6 => Table(),
            _ => $"```{Any(["", "json"])}\n{Word()} {Word()}\n```",
        };

    private string Item(string mark, int depth)
    {
        var lines = (random.Next(4) == 0 ? $"{Line()}\n\n{Block(depth + 1)}" : Line()).Split('\n');
        return mark + string.Join("\n", lines.Select((l, i) => i == 0 || l.Length == 0 ? l : new string(' ', mark.Length) + l));
    }

    private string Table()
    {
        var columns = random.Next(2, 5);
        var rows = Enumerable.Range(0, random.Next(2, 5)).Select(i => Row(columns, i > 0)).ToList();
        rows.Insert(1, "|" + string.Concat(Enumerable.Repeat(Any(["---|", ":-:|", " --- |"]), columns)));
        return string.Join("\n", rows);
    }

    private string Row(int columns, bool gaps) =>
        "| " + string.Join(" | ", Enumerable.Range(0, columns).Select(_ => gaps && random.Next(4) == 0 ? "" : Inline(2))) + " |";

    private string Line() => string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Inline(0)));

    private string Inline(int depth) =>
        random.Next(depth > 1 ? 3 : 12) switch
        {
            0 or 1 or 2 => Word(),
            3 => $"**{Inline(depth + 2)}**",
            4 => $"*{Word()}*",
            5 => $"_{Word()}_",
            6 => $"**{Word()} *{Word()}* {Word()}**",
            7 => $"`{Word()}`",
            8 => $"[{Inline(depth + 2)}](https://x.example/{random.Next(99)}{Any(["", "_a_b", "/(c)", "?d=*e*", " f"])})",
            9 => $"![{Word()}](https://x.example/{random.Next(99)}.png)",
            10 => $"<b>{Inline(depth + 1)}</b>",
            _ => Around(Word(), Any(["=={0}==", "{0}\\!", "{0} &amp; x", "<think>no</think>{0}", "{0}~1", "<u>{0}</u>"])),
        };

    private static string Around(string words, string form) => form.Replace("{0}", words);

    private string Word()
    {
        Words.Add($"w{said++}z");
        return Words[^1];
    }

    private T Any<T>(T[] choices) => choices[random.Next(choices.Length)];
}
