using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SmsBridge.Shaping;

/// <summary>Edits emphasis, links, images, code and escapes out of a text.</summary>
internal sealed class MarkdownInlines(string text, string mask, Edits edits, bool[] code)
{
    private static readonly Regex Image = new(@"!\[(?<alt>[^\]]*)\]\([^)]*\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>What to write to or to call, in pointed brackets: &lt;mailto:me@example.com&gt;.</summary>
    private static readonly Regex Contact = new(
        "<(?<contact>(mailto|tel|sms|geo|whatsapp):[^<>|\\s]{3,200})>",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    );

    /// <summary>What chats for teams write for a link: &lt;https://example.com|our site&gt;.</summary>
    private static readonly Regex Labelled = new(
        @"<(?<target>(https?://|mailto:|tel:)[^\s|<>]{1,500})\|(?<label>[^<>\n|]{1,200})>",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    );

    /// <param name="found">All of the document, in order.</param>
    public void Add(IReadOnlyList<Inline> found)
    {
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
                case LinkInline link:
                    AddLink(link);
                    break;
                case LineBreakInline { IsHard: true } end when text[end.Span.Start] == '\\':
                    edits.Remove(end.Span.Start, end.Span.Start + 1);
                    break;
            }
        }

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

    /// <summary>An image as well: a handset shows none in a text, so its address is what there is of it.</summary>
    private void AddLink(LinkInline link)
    {
        var (open, words) = (link.Span.Start + (link.IsImage ? 2 : 1), EndOfWords(link));
        var said = text[open..words];
        var href = link.UrlSpan.Length > 0 ? Readable(text.Substring(link.UrlSpan.Start, link.UrlSpan.Length)) : "";
        var definition = link.Reference is LinkReferenceDefinition { Span.Length: > 0 } reference ? reference : null;
        // [1] or [^a] with its address below is a note; [5](10) is words.
        if (
            !link.IsImage
            && (
                definition is not null && (said is ['^', ..] || said.All(char.IsAsciiDigit))
                || link.UrlSpan.Length > 0 && !LinkTarget.IsMeant(href)
            )
        )
        {
            return;
        }

        if (definition is not null)
        {
            edits.RemoveLine(definition.Span.Start);
        }

        Replace(new TextSpan(link.Span.Start, link.Span.End + 1), new TextSpan(open, words), IsInLink(link) ? null : LinkTarget.Of(href));
    }

    /// <summary>The address that counts is then that of the link around it.</summary>
    private static bool IsInLink(LinkInline link)
    {
        for (var around = link.Parent; around is not null; around = around.Parent)
        {
            if (around is LinkInline)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="words">The piece of it that people see.</param>
    private void Replace(TextSpan link, TextSpan words, LinkTarget? target)
    {
        var said = text[words.Start..words.End];
        var plain = Entities.Decode(Image.Replace(said, "${alt}").Replace("*", "").Replace("`", ""));
        var reads = LinkText.Of(plain, target);
        edits.Replace(link.Start, words.Start, reads.Before);
        edits.Replace(words.End, link.End, Entities.Escape(reads.After + reads.Alone));
    }

    /// <summary>Where the words of a link or the alternative text of an image end: at the closing bracket.</summary>
    private static int EndOfWords(LinkInline link) =>
        link.LastChild is { } last ? last.Span.End + 1 : link.Span.Start + (link.IsImage ? 2 : 1);

    private static string Readable(string href)
    {
        href = Entities.Decode(href.Trim('<', '>'));
        return string.Concat(href.Where((c, i) => c != '\\' || i + 1 == href.Length || !IsEscapable(href[i + 1])));
    }

    /// <summary>Pointed brackets around an address: &lt;https://example.com&gt;.</summary>
    private void AddBrackets()
    {
        foreach (var match in Contact.Matches(text).Where(m => !code[m.Index]))
        {
            edits.Replace(
                match.Index,
                match.Index + match.Length,
                Entities.Escape(LinkTarget.Of(match.Groups["contact"].Value)?.Shown ?? match.Value)
            );
        }

        foreach (var match in Labelled.Matches(text).Where(m => !code[m.Index]))
        {
            var label = match.Groups["label"];
            Replace(
                new TextSpan(match.Index, match.Index + match.Length),
                new TextSpan(label.Index, label.Index + label.Length),
                LinkTarget.Of(match.Groups["target"].Value)
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
            if (end <= start || mask[end] != '>' || code[start])
            {
                continue;
            }

            var target = LinkTarget.Of(inside);
            if (target is not null && inside.Contains(' '))
            {
                edits.Replace(start, end + 1, Entities.Escape(target.Shown));
            }
            else if (target is not null || inside.Contains('@'))
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
            // ¯\_(ツ)_/¯
            var arm = i > 0 && text[i - 1] == '¯' && text[i + 1] == '_';
            if (IsEscapable(text[i + 1]) && mask[i] is '\\' or 'x' && !code[i] && !arm && !Paths.Hold(text, i))
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

    /// <summary>CommonMark: any ASCII punctuation.</summary>
    private static bool IsEscapable(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));
}
