using System.Diagnostics;
using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

/// <summary>Replies that are made to keep a parser busy, or to exhaust its stack, which no handler could catch.</summary>
public sealed class HostileRepliesTests
{
    /// <summary>Less than any runtime gives its threads: 1.5 MB at the least.</summary>
    private const int SmallStack = 512 * 1024;

    public static TheoryData<string> Pieces =>
        [
            "[",
            "![",
            "]",
            "(",
            ")",
            "[](",
            "[a](",
            "[a]: ",
            "[a]: b\n",
            "[[a]",
            "*",
            "**",
            "*a",
            "*a ",
            "**a ",
            "*a_",
            "*a **b _c ",
            "_",
            "_a ",
            "__a",
            "~~a ",
            "`",
            "`` ",
            "`a",
            "```\n",
            "~~~\n",
            "<",
            "<<",
            "<a",
            "<a ",
            "<a x=",
            "<a x=\"",
            "<!--",
            "<!-- -",
            "<?",
            "<b>",
            "</b>",
            "<b><i>",
            "<b></i>",
            "<p>",
            "<div>",
            "<ul><li>",
            "<ol><li>a",
            "<table><tr><td>",
            "<blockquote>",
            "<a href=\"https://x.example\">",
            "<s>a",
            "<q>a",
            "<svg>",
            "<pre>",
            "<code>",
            "<br>",
            "&",
            "&amp;",
            "&amp",
            "&#x41;",
            "\\",
            "> ",
            "> > > > ",
            ">\n",
            "- ",
            "- - - - ",
            "-\n",
            "* ",
            "+ ",
            "1. ",
            "1) ",
            "1. - ",
            "  - a\n",
            "# ",
            "#",
            "#\n",
            "a\n=",
            "===\n",
            "---\n",
            "|",
            "|-",
            "|-\n",
            "|a|b|\n|-|-|\n",
            "||\n|--|\n",
            "a|b\n-|-\n",
            "https://",
            "https://x.example/(",
            "www.",
            "a@",
            "a@b",
            "*@",
            "@",
            "<a@b>",
            "<https://x.example|",
            "<mailto:",
            "\t",
            " ",
            "\n",
            "   \n",
            "*\u200B",
            "a\u0301",
            "\uFE0F",
            "👩‍",
            "字",
            "a. ",
        ];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Any_piece_however_often_is_shaped_in_no_time_and_on_a_small_stack(string piece)
    {
        foreach (var length in (int[])[PlainText.MaxMarkup, 100_000])
        {
            var text = string.Concat(Enumerable.Repeat(piece, (length - 8) / piece.Length)) + " the end";
            var time = Time(text);
            // Far below a second on an idle machine.
            time.ShouldBeLessThan(TimeSpan.FromSeconds(10), $"{length} characters of '{piece}'");
        }
    }

    [Fact]
    public void A_reply_too_long_to_be_read_as_markup_goes_out_as_it_stands()
    {
        var words = string.Concat(Enumerable.Repeat("Some **bold** words. ", 1 + PlainText.MaxMarkup / 21));

        PlainText.Of(words[..PlainText.MaxMarkup]).ShouldStartWith("Some bold words. Some bold");
        PlainText.Of(words[..(PlainText.MaxMarkup + 1)]).ShouldBe(words[..(PlainText.MaxMarkup + 1)].TrimEnd());
    }

    private static TimeSpan Time(string text)
    {
        var watch = Stopwatch.StartNew();
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    TextShaper.Shape(text, TextSource.Agent, 10).ShouldNotBeNull();
                }
                catch (Exception error)
                {
                    thrown = error;
                }
            },
            SmallStack
        );
        thread.Start();
        thread.Join();
        thrown.ShouldBeNull();
        return watch.Elapsed;
    }
}
