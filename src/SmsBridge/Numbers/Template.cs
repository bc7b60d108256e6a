using System.Text;

namespace SmsBridge.Numbers;

/// <summary>
/// A text with places for fields: <c>{{name}}</c>, or <c>{{name|default}}</c>. <c>\{{</c> stands for two braces. What a field holds is never read as
/// a template again.
/// </summary>
internal sealed class Template
{
    /// <summary>UTF-16 units of a result with fields: a customer's text can be longer than anybody wants in an attribute.</summary>
    public const int MaxLength = 1000;

    private const string Open = "{{";
    private const string Close = "}}";

    private readonly List<Part> parts = [];

    /// <summary>What is wrong with it, for the one who wrote it; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <param name="fields">The names that there are.</param>
    public static Template Parse(string text, IReadOnlyCollection<string> fields)
    {
        var template = new Template();
        for (var at = 0; at < text.Length && template.Error is null; )
        {
            at = template.Take(text, at, fields);
        }

        return template;
    }

    /// <param name="fields">Those that have a value.</param>
    /// <returns>Null: it is nothing but one field, which has neither value nor default.</returns>
    public string? Fill(IReadOnlyDictionary<string, string> fields)
    {
        if (parts is [{ Field: { } only, Text: null }] && !fields.ContainsKey(only))
        {
            return null;
        }

        var filled = new StringBuilder();
        foreach (var part in parts)
        {
            filled.Append(part.Field is not null && fields.TryGetValue(part.Field, out var value) ? value : part.Text);
        }

        return parts.Exists(p => p.Field is not null) ? Cut(filled.ToString()) : filled.ToString();
    }

    /// <returns>Where the next part begins.</returns>
    private int Take(string text, int at, IReadOnlyCollection<string> fields)
    {
        var open = text.IndexOf(Open, at, StringComparison.Ordinal);
        if (open < 0)
        {
            parts.Add(new Part(null, text[at..]));
            return text.Length;
        }

        if (open > at && text[open - 1] == '\\')
        {
            parts.Add(new Part(null, text[at..(open - 1)] + Open));
            return open + Open.Length;
        }

        if (open > at)
        {
            parts.Add(new Part(null, text[at..open]));
        }

        var inner = open + Open.Length;
        var close = text.IndexOf(Close, inner, StringComparison.Ordinal);
        if (close < 0)
        {
            Error = @"{{ has no }} behind it. For braces as they are, write \{{.";
            return text.Length;
        }

        var halves = text[inner..close].Split('|', 2, StringSplitOptions.TrimEntries);
        parts.Add(new Part(halves[0], halves.ElementAtOrDefault(1)));
        Error =
            !fields.Contains(halves[0])
                ? $@"There is no field '{halves[0]}'. Use one of {string.Join(", ", fields)}. For braces as they are, write \{{{{."
            : halves.ElementAtOrDefault(1)?.Contains(Open, StringComparison.Ordinal) == true
                ? $"The default of '{halves[0]}' holds {{{{: a default is plain text."
            : null;
        return close + Close.Length;
    }

    private static string Cut(string text) =>
        text.Length <= MaxLength ? text
        : char.IsHighSurrogate(text[MaxLength - 1]) ? text[..(MaxLength - 1)]
        : text[..MaxLength];

    /// <param name="Text">Of a field: its default.</param>
    private readonly record struct Part(string? Field, string? Text);
}
