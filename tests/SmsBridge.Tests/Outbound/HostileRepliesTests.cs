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

    /// <summary>Elements around each other, empty and filled: what is read twice at one level is read a million times at twenty.</summary>
    public static TheoryData<string, string> Around =>
        new(
            (
                "a abbr address b blockquote button center code col dd del details div dl dt em fieldset font form frameset h1 i iframe ins kbd label li "
                + "listing map mark marquee math menu nobr noscript object ol optgroup option p picture pre q ruby s samp select small span strike strong "
                + "sub summary sup svg table tbody td template textarea th title tr tt u ul video xmp"
            )
                .Split(' ')
                .SelectMany(e => (string[])["", "<s>", "<table><tr><td>", "<a href=\"https://x.example\">"], (e, inner) => (e, inner))
        );

    [Theory]
    [MemberData(nameof(Around))]
    public void Elements_around_each_other_are_read_once(string element, string inner)
    {
        var open = $"<{element} href=\"https://x.example/p\">{inner}";
        var close = inner.Replace("<", "</").Split(' ')[0] + (inner.Contains(' ') ? ">" : "") + $"</{element}>";
        foreach (var depth in (int[])[18, 40, 120])
        {
            foreach (var (before, after) in ((string, string)[])[("", ""), ("w", ""), (" ", "z"), ("<br>", "&nbsp;")])
            {
                var text = string.Concat(Enumerable.Repeat(open + before, depth)) + string.Concat(Enumerable.Repeat(close + after, depth));
                var budget = new ShapingBudget();
                PlainText.Of(text, budget);
                budget.Visited.ShouldBeLessThanOrEqualTo(text.Length, text);
                Time(text).ShouldBeLessThan(TimeSpan.FromSeconds(10), text);
            }
        }
    }

    [Theory]
    [InlineData("- ", "\n")]
    [InlineData("- ", "\n\n")]
    [InlineData("> ", "\n")]
    [InlineData("1. ", "\n\n")]
    [InlineData("- > ", "\n- ")]
    [InlineData("[", "](https://x.example)")]
    [InlineData("![", "](https://x.example)")]
    [InlineData("*a ", " b*")]
    [InlineData("**", "**")]
    [InlineData("[*", "*]")]
    [InlineData("<s>*", "*</s>")]
    [InlineData("| ", "\n|-|-|\n")]
    [InlineData("`", "``")]
    [InlineData("<think>", "</think>")]
    [InlineData("【", "†】")]
    [InlineData("C:\\n", "\\n")]
    public void Marks_around_each_other_are_read_in_no_time(string open, string close)
    {
        foreach (var length in (int[])[PlainText.MaxMarkup, 300_000])
        {
            var times = (length - 1) / (open.Length + close.Length);
            var text = string.Concat(Enumerable.Repeat(open, times)) + "a" + string.Concat(Enumerable.Repeat(close, times));
            Time(text).ShouldBeLessThan(TimeSpan.FromSeconds(10), $"{times} times '{open}' and '{close}'");
        }
    }

    [Fact]
    public void What_a_parser_makes_too_much_of_goes_out_as_it_stands()
    {
        var budget = new ShapingBudget();
        while (budget.Visit()) { }

        PlainText.Of("<b>**One**</b>  \n\n\n\n<i>two</i>", budget).ShouldBe("<b>**One**</b>\n\n<i>two</i>");
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
                    TextShaper.Shape(text, TextSource.Agent, 10).Parts.ShouldNotBeNull();
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
