using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

public sealed class TextShaperTests
{
    [Fact]
    public void An_agents_markup_becomes_plain_text()
    {
        Shape("**Hi** “you” &amp; <b>me</b>").ShouldBe([new ShapedPart("Hi \"you\" & me", 1, "GSM-7")]);
        Shape("**Olá** “você” &amp; <b>👍</b>").ShouldBe([new ShapedPart("Olá “você” & 👍", 1, "UCS-2")]);
    }

    [Fact]
    public void What_a_person_or_the_bridge_writes_is_meant()
    {
        Shape(" **Hi** “you” &amp; <b>me</b> # [x](https://x.com)\n\n\n\n* a", TextSource.Literal)
            .ShouldBe([new ShapedPart("**Hi** \"you\" &amp; <b>me</b> # [x](https://x.com)\n\n\n\n* a", 1, "GSM-7")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    [InlineData("\0\u0007")]
    [InlineData("\u200B\uFEFF")]
    [InlineData("\u200D\uFE0F")]
    [InlineData("\u00A0")]
    public void Nothing_to_see_is_not_sent(string text)
    {
        Shape(text).ShouldBeEmpty();
        Shape(text, TextSource.Literal).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<p>&nbsp;</p><br><!-- x -->")]
    [InlineData("***")]
    [InlineData("&#8203;&zwj;")]
    [InlineData("![](a.png)")]
    [InlineData("<script>x</script>")]
    public void Markup_around_nothing_is_not_sent(string text) => Shape(text).ShouldBeEmpty();

    [Theory]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("a\0b\u0007c\u001Bd\u007Fe\u0085f\fg", "abcde\nf\ng")]
    [InlineData("a&#0;b&#7;c&#13;d", "a\uFFFDbc\nd")]
    [InlineData("👍", "👍")]
    public void What_cannot_be_stored_or_sent_is_taken_out(string text, string clean) => Shape(text).Single().Text.ShouldBe(clean);

    /// <summary>Not as data of a theory, where half a pair does not survive.</summary>
    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        Shape("a\uD83Db \uDC4D \uD83D").Single().Text.ShouldBe("a\uFFFDb \uFFFD \uFFFD");
        Shape("&#xD83D; <b>&#xD83D;</b>").Single().Text.ShouldNotContain("\uD83D");
    }

    [Fact]
    public void A_part_takes_no_more_segments_than_allowed()
    {
        var text = string.Join(' ', Enumerable.Repeat("Seven words make up this one sentence.", 60));
        Shape(text, segments: 2).ShouldAllBe(p => p.Segments <= 2 && p.Text.EndsWith('.'));
        Shape(text, segments: 25).Select(p => p.Text.Length).ShouldBe([1598, 740]);
        Shape(new string('字', 1600), segments: 10).Select(p => (p.Text.Length, p.Segments)).ShouldBe([(670, 10), (670, 10), (260, 4)]);
    }

    [Theory]
    [InlineData("a ", 1)]
    [InlineData("Words of a long answer. ", 1)]
    [InlineData("字", 5)]
    [InlineData("…", 2)]
    [InlineData("<li>", 2)]
    [InlineData("👨‍👩‍👧‍👦", 3)]
    public void A_reply_of_a_megabyte_makes_no_more_parts_than_its_beginning(string piece, int times)
    {
        var reply = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length * times));
        var shaped = TextShaper.Shape(reply, TextSource.Agent, 10);
        var beginning = TextShaper.Shape(reply[..16_000], TextSource.Agent, 10);

        shaped.CutFrom.ShouldBe(reply.Length);
        shaped.Parts.Count.ShouldBeLessThanOrEqualTo(beginning.Parts.Count);
        shaped.Parts.Sum(p => p.Text.Length).ShouldBeInRange(15_000, TextShaper.MaxLength);
        shaped.Parts[^1].Text.ShouldEndWith("...");
    }

    [Fact]
    public void A_reply_that_is_not_too_long_is_whole()
    {
        TextShaper
            .Shape(new string('a', 16_000), TextSource.Agent, 10)
            .ShouldSatisfyAllConditions(s => s.CutFrom.ShouldBeNull(), s => s.Parts.Sum(p => p.Text.Length).ShouldBe(16_000));
        TextShaper
            .Shape($"<think>{new string('x', 100_000)}</think>Hello", TextSource.Agent, 10)
            .ShouldSatisfyAllConditions(s => s.CutFrom.ShouldBeNull(), s => s.Parts.ShouldBe([new ShapedPart("Hello", 1, "GSM-7")]));
    }

    [Theory]
    [InlineData("le montant total est de 10\u202F000\u00A0EUR et la suite de la phrase", "10 000 EUR")]
    [InlineData("Voici le nouveau prix pour vous. 5\u00A0% de moins, et tout le reste aussi", "5 % de")]
    [InlineData("Rue de la Paix no.\u00A012 et alors, cela reste comme il est ecrit ici", "no. 12")]
    [InlineData("<table><tr><td>x<td>10&nbsp;000&nbsp;EUR</table> et la suite de la phrase", "10 000 EUR")]
    public void A_blank_that_holds_is_not_cut_at_in_either_alphabet(string words, string held)
    {
        foreach (var lead in Enumerable.Range(100, 60))
        {
            var reply = new string('a', lead) + " " + words;
            foreach (var text in (string[])[reply, reply + " и"])
            {
                Shape(text, segments: 1)
                    .Select(p => p.Text.Replace('\u00A0', ' ').Replace('\u202F', ' '))
                    .ShouldContain(p => p.Contains(held), text);
            }
        }
    }

    private static IReadOnlyList<ShapedPart> Shape(string text, TextSource source = TextSource.Agent, int segments = 10) =>
        TextShaper.Shape(text, source, segments).Parts;
}
