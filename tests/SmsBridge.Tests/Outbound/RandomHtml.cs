using System.Text;

namespace SmsBridge.Tests.Outbound;

/// <summary>HTML of any elements in any order, each closed, with words that can be told apart.</summary>
internal sealed class RandomHtml(Random random)
{
    private static readonly string[] Elements = (
        "a abbr acronym address article aside b bdi bdo big blockquote body button caption center cite code colgroup dd del details dfn dialog dir "
        + "div dl dt em fieldset figcaption figure font footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html i ins kbd label legend li listing "
        + "main map mark marquee math menu meter nav nobr noembed noframes noscript ol optgroup option output p picture plaintext pre progress q rp rt "
        + "ruby s samp search section slot small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var xmp x-own speak"
    ).Split(' ');

    /// <summary>What stands in them nobody reads.</summary>
    private static readonly string[] Hidden =
        "audio canvas datalist iframe object script select style svg template textarea title video".Split(' ');

    private static readonly string[] Void = "br hr wbr img input col area base embed link meta param source track".Split(' ');

    private static readonly string[] Attributes =
    [
        "",
        "",
        "",
        " class=\"x\"",
        " href=\"https://x.example/p\"",
        " style='color: red'",
        " colspan=2",
        " rowspan=3",
        " start=4 value=7",
        " id=a1 data-b",
        " src='https://x.example/i.png' alt='seen'",
    ];

    /// <summary>Where no further element begins; a longer text than <c>PlainText.MaxMarkup</c> is not read as markup.</summary>
    private const int MaxLength = 6_500;

    private readonly StringBuilder html = new();

    /// <summary>Those that a reader has to see.</summary>
    public List<string> Words { get; } = [];

    public string Make(bool words)
    {
        for (var i = random.Next(1, 6); i > 0 && html.Length < MaxLength; i--)
        {
            Add(random.Next(2, 12), words, hidden: false);
        }

        return html.ToString();
    }

    private void Add(int depth, bool words, bool hidden)
    {
        var kind = random.Next(20);
        if (kind == 0)
        {
            html.Append('<').Append(Any(Void)).Append(Any(Attributes)).Append("/>");
        }
        else if (kind == 1)
        {
            html.Append(Any(["<!-- a note -->", " ", "\n", "\n  \n", "&amp;", "&nbsp;"]));
        }
        else if (kind < 5 && words)
        {
            Say(hidden);
        }
        else
        {
            var hides = kind == 5;
            var element = Any(hides ? Hidden : Elements);
            html.Append('<').Append(element).Append(Any(Attributes)).Append('>');
            for (var i = depth == 0 || html.Length > MaxLength ? 0 : random.Next(4); i > 0; i--)
            {
                Add(depth - 1, words, hidden || hides);
            }

            if (words && random.Next(3) == 0)
            {
                Say(hidden || hides);
            }

            html.Append("</").Append(element).Append('>');
        }
    }

    private void Say(bool hidden)
    {
        var word = $"w{html.Length}z";
        html.Append(word);
        if (!hidden)
        {
            Words.Add(word);
        }
    }

    private T Any<T>(T[] choices) => choices[random.Next(choices.Length)];
}
