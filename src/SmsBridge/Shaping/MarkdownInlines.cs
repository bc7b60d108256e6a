using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SmsBridge.Shaping;

/// <summary>Edits emphasis, links, images, code and escapes out of a text.</summary>
internal sealed class MarkdownInlines(string text, string mask, Edits edits, bool[] code)
{
    private const string Escapable = "*_~`#[]()<>.!|+-:&{}$\"'";

    /// <summary>What models write and CommonMark does not take for bold: **Note:**text and **Note: **text.</summary>
    private static readonly Regex LooseBold = new(
        @"\*\*(?<words>[^\s*][^*\n]{0,200}?([^\w\s*]\*\*(?<next>\p{L})|:[ \t]+\*\*))",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    );

    private static readonly Regex Image = new(@"!\[(?<alt>[^\]]*)\]\([^)]*\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>What to write to or to call, in pointed brackets: &lt;mailto:me@example.com&gt;.</summary>
    private static readonly Regex Contact = new(
        "<(?<contact>(mailto|tel|sms):[^<>\\s]{3,200})>",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    );

    /// <summary>What chats for teams write for a link: &lt;https://example.com|our site&gt;.</summary>
    private static readonly Regex Labelled = new(
        @"<(?<target>https?://[^\s|<>]{1,500})\|(?<label>[^<>\n|]{1,200})>",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    );

    public void Add(MarkdownDocument document)
    {
        var found = document.Descendants<Inline>().ToList();
        foreach (var span in found.OfType<CodeInline>())
        {
            AddCode(span);
        }

        foreach (var inline in found)
        {
            switch (inline)
            {
                case EmphasisInline emphasis:
                    AddEmphasis(emphasis);
                    break;
                case LinkInline { IsImage: true } image:
                    edits.Remove(image.Span.Start, image.Span.Start + 2);
                    edits.Remove(EndOfWords(image), image.Span.End + 1);
                    break;
                case LinkInline link:
                    AddLink(link);
                    break;
                case LineBreakInline { IsHard: true } end when text[end.Span.Start] == '\\':
                    edits.Remove(end.Span.Start, end.Span.Start + 1);
                    break;
            }
        }

        AddLooseBold();
        AddBrackets();
        AddEscapes();
    }

    private void AddCode(CodeInline span)
    {
        var (start, end, count) = (span.Span.Start, span.Span.End + 1, span.DelimiterCount);
        // don`t and can`t are apostrophes.
        var apostrophe = count == 1 && start > 0 && EmphasisRules.IsWord(mask[start - 1]);
        if (apostrophe || end - start <= 2 * count || string.IsNullOrWhiteSpace(mask[(start + count)..(end - count)]))
        {
            return;
        }

        var padded = count > 1 && mask[start + count] == ' ' && mask[end - count - 1] == ' ' ? 1 : 0;
        edits.Remove(start, start + count + padded);
        edits.Remove(end - count - padded, end);
        Array.Fill(code, true, start, end - start);
    }

    private void AddEmphasis(EmphasisInline emphasis)
    {
        var (start, end, count) = (emphasis.Span.Start, emphasis.Span.End + 1, emphasis.DelimiterCount);
        if (EmphasisRules.AreMeantAsMarkup(mask, new TextSpan(start, end), emphasis.DelimiterChar, count))
        {
            edits.Remove(start, start + count);
            edits.Remove(end - count, end);
        }
    }

    private void AddLink(LinkInline link)
    {
        var (start, words) = (link.Span.Start, EndOfWords(link));
        var said = text[(start + 1)..words];
        var href = link.UrlSpan.Length > 0 ? Readable(text.Substring(link.UrlSpan.Start, link.UrlSpan.Length)) : "";
        var definition = link.Reference is LinkReferenceDefinition { Span.Length: > 0 } reference ? reference : null;
        // [1] or [^a] with its address below is a note; [5](10) is words.
        if (
            definition is not null && (said is ['^', ..] || said.All(char.IsAsciiDigit))
            || link.UrlSpan.Length > 0 && !LinkText.IsTarget(href)
        )
        {
            return;
        }

        if (definition is not null)
        {
            edits.RemoveLine(definition.Span.Start);
        }

        edits.Remove(start, start + 1);
        var target = LinkText.Target(href);
        var plain = Entities.Decode(Image.Replace(said, "${alt}").Replace("*", "").Replace("`", ""));
        edits.Replace(words, link.Span.End + 1, Entities.Escape(LinkText.Suffix(plain, target)));
    }

    /// <summary>Where the words of a link or the alternative text of an image end: at the closing bracket.</summary>
    private static int EndOfWords(LinkInline link) =>
        link.LastChild is { } last ? last.Span.End + 1 : link.Span.Start + (link.IsImage ? 2 : 1);

    private static string Readable(string href)
    {
        href = Entities.Decode(href.Trim('<', '>'));
        return string.Concat(href.Where((c, i) => c != '\\' || i + 1 == href.Length || !Escapable.Contains(href[i + 1])));
    }

    private void AddLooseBold()
    {
        foreach (Match match in LooseBold.Matches(mask))
        {
            var start = match.Index;
            var end = match.Index + match.Length - match.Groups["next"].Length;
            var own = start > 0 && (mask[start - 1] is '*' or '\\' || EmphasisRules.IsWord(mask[start - 1]));
            if (!own && !code[start])
            {
                edits.Remove(start, start + 2);
                edits.Remove(end - 2, end);
            }
        }
    }

    /// <summary>Pointed brackets around an address: &lt;https://example.com&gt;.</summary>
    private void AddBrackets()
    {
        foreach (var match in Contact.Matches(text).Where(m => !code[m.Index]))
        {
            edits.Replace(
                match.Index,
                match.Index + match.Length,
                Entities.Escape(LinkText.Target(match.Groups["contact"].Value) ?? match.Value)
            );
        }

        foreach (var match in Labelled.Matches(text).Where(m => !code[m.Index]))
        {
            var (target, label) = (match.Groups["target"], match.Groups["label"]);
            edits.Remove(match.Index, label.Index);
            edits.Replace(
                label.Index + label.Length,
                match.Index + match.Length,
                Entities.Escape(LinkText.Suffix(label.Value, target.Value))
            );
        }

        for (
            var start = mask.IndexOf("<x", StringComparison.Ordinal);
            start >= 0;
            start = mask.IndexOf("<x", start + 1, StringComparison.Ordinal)
        )
        {
            var end = mask.AsSpan(start + 1).IndexOfAnyExcept('x') + start + 1;
            var inside = text[(start + 1)..Math.Max(end, start + 1)];
            if (end > start && mask[end] == '>' && !code[start] && (inside.Contains('@') || LinkText.Target(inside) is not null))
            {
                edits.Remove(start, start + 1);
                edits.Remove(end, end + 1);
            }
        }
    }

    private void AddEscapes()
    {
        for (var i = text.IndexOf('\\'); i >= 0 && i + 1 < text.Length; i = text.IndexOf('\\', i))
        {
            var escape =
                Escapable.Contains(text[i + 1]) && mask[i] is '\\' or 'x' && !code[i] && !(i > 0 && text[i - 1] is '¯') && !IsPath(i);
            if (escape)
            {
                edits.Remove(i, i + 1);
            }

            i += 2;
            if (i >= text.Length)
            {
                return;
            }
        }
    }

    /// <summary>C:\_temp or \\server\share.</summary>
    private bool IsPath(int at)
    {
        while (at > 0 && !char.IsWhiteSpace(text[at - 1]))
        {
            at--;
        }

        var word = text.AsSpan(at);
        return word is ['\\', '\\', ..] || word.Length > 2 && char.IsAsciiLetter(word[0]) && word[1] == ':' && word[2] == '\\';
    }
}
