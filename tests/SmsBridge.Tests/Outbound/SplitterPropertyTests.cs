using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

/// <summary>What holds for the parts of any text.</summary>
public sealed class SplitterPropertyTests
{
    private static readonly string[] Pieces =
    [
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "10\u00A0€",
        "\t",
        ". ",
        "! ",
        "? ",
        ", ",
        "a",
        "word",
        "Longer",
        "1.",
        "(",
        ")",
        "é",
        "ç",
        "€",
        "[",
        "e\u0301",
        "字",
        "。",
        "👍",
        "👍🏽",
        "🇬🇧",
        "🇫🇷",
        "👨‍👩‍👧‍👦",
        "❤️",
        "1️⃣",
        "กำ",
        "https://x.com/abc?d=1 ",
        "https://example.com/a_(b)/c",
        "www.example.org",
        "me@example.com",
        "。\u200D",
        "x\u200Dy",
    ];

    private sealed record Case(string Text, int Segments, int Max);

    private static readonly Arbitrary<Case> Cases = Arb.From(
        from pieces in Gen.ListOf(Gen.Elements(Pieces))
        from repeats in Gen.Choose(1, 12)
        from segments in Gen.Choose(1, 5)
        from max in Gen.Elements(40, 60, 200, 1600)
        select new Case(string.Concat(Enumerable.Repeat(string.Concat(pieces), repeats)), segments, max)
    );

    [Fact]
    public void Nothing_but_blanks_is_lost_and_the_order_is_kept() =>
        Holds(c => WithoutBlanks(string.Concat(Parts(c))) == WithoutBlanks(c.Text) && Parts(c).SequenceEqual(Parts(c)));

    [Fact]
    public void Parts_are_within_the_limits_and_have_no_blanks_at_their_ends() =>
        Holds(c => Parts(c).All(p => p.Length > 0 && p.Length <= c.Max && Count(p) <= c.Segments && p == p.Trim()));

    [Fact]
    public void Segments_are_counted_as_an_independent_count_does() =>
        Holds(c => Segments.Of(c.Text).Count == Count(c.Text) && Parts(c).All(p => Segments.Of(p).Count == Count(p)));

    [Fact]
    public void Three_thousand_texts_of_emoji_are_counted_so_too()
    {
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(10, 160)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            Segments.Of(text).Count.ShouldBe(Count(text), text);
        }
    }

    [Fact]
    public void No_character_as_people_see_it_is_cut() => Holds(c => Cuts(c).All(cut => Boundaries(c.Text).Contains(cut)));

    [Fact]
    public void No_address_that_would_fit_is_cut() =>
        Holds(c =>
            Urls.Find(c.Text).Where(u => Fits(c, c.Text[u.Start..u.End])).All(u => !Cuts(c).Any(cut => u.Start < cut && cut < u.End))
        );

    [Fact]
    public void A_cut_within_a_word_is_made_only_where_the_word_does_not_fit() =>
        Holds(c => Cuts(c).Where(cut => IsInWord(c.Text, cut)).All(cut => !Fits(c, WordAt(c.Text, cut)) || IsSentenceEnd(c.Text, cut)));

    [Fact]
    public void A_part_takes_what_fits_unless_a_sentence_ends_in_its_second_half() =>
        Holds(c =>
            Parts(c)
                .Zip(Cuts(c))
                .All(p => IsInWord(c.Text, p.Second) || EndsSentence(c.Text, p.Second) || !Fits(c, p.First + NextWord(c.Text, p.Second)))
        );

    [Theory]
    [InlineData("word ")]
    [InlineData("x")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("https://x.com/")]
    [InlineData("https://x.com/ab，")]
    [InlineData("a. ")]
    [InlineData("\u0301")]
    public void A_hundred_thousand_characters_are_split_like_a_thousand(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        var parts = TextSplitter.Split(text, 10).ToList();
        parts.ShouldAllBe(p => p.Length <= 1600 && Count(p) <= 10);
        WithoutBlanks(string.Concat(parts)).ShouldBe(WithoutBlanks(text));
    }

    private static void Holds(Func<Case, bool> property) =>
        Prop.ForAll(Cases, property).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(60));

    private static List<string> Parts(Case c) => TextSplitter.Split(c.Text, c.Segments, c.Max).ToList();

    private static bool Fits(Case c, string text) => text.Length <= c.Max && Count(text) <= c.Segments;

    /// <summary>Where each part but the last ends in the text.</summary>
    private static List<int> Cuts(Case c)
    {
        var (at, cuts) = (0, new List<int>());
        foreach (var part in Parts(c))
        {
            at = c.Text.IndexOf(part, at, StringComparison.Ordinal) + part.Length;
            cuts.Add(at);
        }

        return cuts.SkipLast(1).ToList();
    }

    private static HashSet<int> Boundaries(string text) => [.. StringInfo.ParseCombiningCharacters(text), text.Length];

    private static bool IsInWord(string text, int cut) => !Ends(text[cut - 1]) && !Ends(text[cut]);

    private static bool Ends(char c) => char.IsWhiteSpace(c) && c != '\u00A0';

    private static bool EndsSentence(string text, int cut)
    {
        while (!SentenceEnds.At(text, cut) && Ends(text[cut]))
        {
            cut++;
        }

        return SentenceEnds.At(text, cut);
    }

    private static string NextWord(string text, int at)
    {
        var end = at;
        while (end < text.Length && Ends(text[end]))
        {
            end++;
        }

        while (end < text.Length && !Ends(text[end]))
        {
            end++;
        }

        return text[at..end];
    }

    private static bool IsSentenceEnd(string text, int cut) => text[cut - 1] == '。';

    private static string WordAt(string text, int cut)
    {
        var (start, end) = (cut, cut);
        while (start > 0 && !Ends(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && !Ends(text[end]))
        {
            end++;
        }

        return text[start..end];
    }

    private static string WithoutBlanks(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static IEnumerable<string> Characters(string text)
    {
        for (var characters = StringInfo.GetTextElementEnumerator(text); characters.MoveNext(); )
        {
            yield return characters.GetTextElement();
        }
    }

    /// <summary>Written from the rules anew: the text as units that cannot be divided, laid into segments one by one.</summary>
    private static int Count(string text)
    {
        const string basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
        const string extension = "^{}\\[~]|€";
        var gsm = text.All(c => char.IsAsciiLetterOrDigit(c) || basic.Contains(c) || extension.Contains(c));
        var (alone, each) = gsm ? (160, 153) : (70, 67);
        var costs = gsm
            ? text.Select(c => extension.Contains(c) ? 2 : 1).ToList()
            : Characters(text).SelectMany(c => c.Length > 67 ? c.EnumerateRunes().Select(r => r.Utf16SequenceLength) : [c.Length]).ToList();
        if (costs.Sum() <= alone)
        {
            return Math.Min(costs.Count, 1);
        }

        var segments = new List<int> { 0 };
        foreach (var cost in costs)
        {
            if (segments[^1] + cost > each)
            {
                segments.Add(0);
            }

            segments[^1] += cost;
        }

        return segments.Count;
    }
}
