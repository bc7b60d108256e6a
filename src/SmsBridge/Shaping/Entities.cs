using System.Text.RegularExpressions;
using AngleSharp.Html;

namespace SmsBridge.Shaping;

/// <summary>
/// Character references of HTML, the complete ones only: <c>&amp;copy=2</c> inside an address is no sign, although browsers take <c>&amp;copy</c> for one.
/// </summary>
internal static class Entities
{
    private static readonly Regex Reference = new(
        "&(#(?<dec>[0-9]{1,7})|#[xX](?<hex>[0-9a-fA-F]{1,6})|(?<name>[A-Za-z][A-Za-z0-9]{1,31}));",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    );

    /// <summary>Once: <c>&amp;amp;lt;</c> becomes <c>&amp;lt;</c>.</summary>
    public static string Decode(string text) => text.Contains('&') ? Reference.Replace(text, m => Meaning(m) ?? m.Value) : text;

    /// <summary>Where they stand.</summary>
    public static HashSet<int> Find(string text) =>
        text.Contains('&') ? Reference.Matches(text).Where(m => Meaning(m) is not null).Select(m => m.Index).ToHashSet() : [];

    /// <summary>For text that goes into HTML.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string? Meaning(Match match) =>
        match.Groups["name"] is { Success: true } name ? HtmlEntityProvider.Resolver.GetSymbol(name.Value + ";")
        : match.Groups["dec"] is { Success: true } number ? Character(int.Parse(number.ValueSpan))
        : Character(Convert.ToInt32(match.Groups["hex"].Value, 16));

    private static string? Character(int code) =>
        HtmlEntityProvider.IsInCharacterTable(code) ? HtmlEntityProvider.GetSymbolFromTable(code)
        : code is > 0 and <= 0x10FFFF && !(code is >= 0xD800 and <= 0xDFFF) ? char.ConvertFromUtf32(code)
        : null;
}
