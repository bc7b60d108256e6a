using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

/// <summary>Random trees and random heaps of marks: no word lost, no mark left, and never more work than the length of the text.</summary>
public sealed class ShapingFuzzTests
{
    /// <summary>Marks of all that is looked for, whole and in halves.</summary>
    private static readonly string[] Pieces =
    [
        .. HostileRepliesTests.Pieces.Select(p => p.Data),
        .. "</a>|</b>|</s>|</p>|</div>|</li>|</ul>|</td>|</tr>|</table>|</pre>|</code>|</q>|<td>|<tr>|<table>|<s>|<del>|<sup>2</sup>|</svg>|</script>|<script>".Split(
            '|'
        ),
        .. "](|](https://x.example/a b)|](tel:+1415;ext=5)|](geo:1,2)|**|__|==|##|###a|** a |\\n|\\\\n|C:\\n|\\|:|·|–|10\u00A0€|\u202F|é|字|ก|ำ|한".Split(
            '|'
        ),
        .. "<think>|</think>|【1†|】|\uE200|\uE201|\uE202|\u0002|\u0003|\r|\0|\uD83D|\uDC4D|👨‍👩‍👧‍👦|🇬🇧|&#2;|&#xD83D;|&#0;|&lt;|&gt;".Split(
            '|'
        ),
        "|",
        " | ",
        "\n|-|-|\n",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n  ",
        "word",
        "Word. ",
        "x@y.example",
        "https://x.example/p",
    ];

    [Fact]
    [Trait("Category", Fuzzing.Category)]
    public void Html_of_any_elements_loses_no_word_and_keeps_no_tag() =>
        Fuzzing.Run(
            "html",
            1500,
            random =>
            {
                var html = new RandomHtml(random);
                var text = html.Make(words: random.Next(5) > 0);
                var plain = Plain(text);
                html.Words.ShouldAllBe(w => Once(plain, w), text);
                plain.IndexOfAny(['<', '>', '\u0002', '\u0003']).ShouldBe(-1, $"{text}\n{plain}");
            }
        );

    [Fact]
    [Trait("Category", Fuzzing.Category)]
    public void Markdown_of_any_blocks_loses_no_word_and_keeps_no_mark() =>
        Fuzzing.Run(
            "markdown",
            1500,
            random =>
            {
                var markdown = new RandomMarkdown(random);
                var text = markdown.Make();
                var plain = string.Join('\n', TextShaper.Shape(text, TextSource.Agent, 25).Parts.Select(p => p.Text));
                markdown.Words.ShouldAllBe(w => Once(plain, w), text);
                foreach (var mark in (string[])["**", "`", "](", "---", "==", "<", "> ", "# ", "##", "\\"])
                {
                    plain.ShouldNotContain(mark, customMessage: text);
                }
            }
        );

    [Fact]
    [Trait("Category", Fuzzing.Category)]
    public void Any_heap_of_marks_makes_parts_that_can_be_sent() =>
        Fuzzing.Run(
            "marks",
            1500,
            random =>
            {
                var text = Heap(random);
                var segments = random.Next(1, 12);
                var shaped = TextShaper.Shape(text, random.Next(8) == 0 ? TextSource.Literal : TextSource.Agent, segments);
                shaped.Parts.ShouldAllBe(p => p.Text.Length > 0 && p.Text.Length <= 1600 && p.Segments <= segments, text);
                shaped.Parts.ShouldAllBe(p => !p.Text.Any(IsMark), text);
                Should.NotThrow(() => shaped.Parts.Sum(p => new UTF8Encoding(false, true).GetByteCount(p.Text)), text);
                Plain(CleanText.Of(text));
            }
        );

    /// <summary>
    /// .NET's linear engine passes over a match where an expression begins with one optional character. What an expression may not begin with is
    /// hard to say by rule, so each is compared with itself on the other engine.
    /// </summary>
    [Fact]
    [Trait("Category", Fuzzing.Category)]
    public void Both_engines_of_NET_find_the_same()
    {
        var expressions = Expressions();
        expressions.Count.ShouldBeGreaterThan(30);
        Fuzzing.Run(
            "expressions",
            5000,
            random =>
            {
                var expression = expressions[random.Next(expressions.Count)];
                var text = string.Concat(
                    Enumerable.Range(0, random.Next(1, 25)).Select(_ => random.Next(3) == 0 ? " " : Piece(random)[..1])
                );
                var other = new Regex(expression.ToString(), expression.Options & ~RegexOptions.NonBacktracking, TimeSpan.FromSeconds(5));
                Places(expression, text).ShouldBe(Places(other, text), $"{expression} on {text}");
            }
        );
    }

    private static List<Regex> Expressions() =>
        typeof(TextShaper)
            .Assembly.GetTypes()
            .Where(t => !t.ContainsGenericParameters)
            .SelectMany(t => t.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(Value)
            .OfType<Regex>()
            .Where(r => r.Options.HasFlag(RegexOptions.NonBacktracking))
            .ToList();

    private static object? Value(MemberInfo member) =>
        member switch
        {
            FieldInfo field when field.FieldType == typeof(Regex) => field.GetValue(null),
            PropertyInfo property when property.PropertyType == typeof(Regex) => property.GetValue(null),
            MethodInfo method when method.ReturnType == typeof(Regex) && method.GetParameters().Length == 0 => method.Invoke(null, null),
            _ => null,
        };

    private static string Places(Regex expression, string text) =>
        string.Join(' ', expression.Matches(text).Select(m => $"{m.Index}+{m.Length}"));

    private static string Heap(Random random)
    {
        var heap = new StringBuilder();
        for (var most = random.Next(3) == 0 ? random.Next(8_500) : random.Next(200); heap.Length < most; )
        {
            heap.Insert(random.Next(10) == 0 ? random.Next(heap.Length + 1) : heap.Length, Piece(random));
        }

        return heap.ToString();
    }

    /// <summary>Often the same several times, or with its counterpart behind many others.</summary>
    private static string Piece(Random random)
    {
        var piece = Pieces[random.Next(Pieces.Length)];
        return random.Next(12) == 0 ? string.Concat(Enumerable.Repeat(piece, random.Next(2, 60))) : piece;
    }

    private static string Plain(string text)
    {
        var budget = new ShapingBudget();
        var plain = PlainText.Of(text, budget);
        budget.Visited.ShouldBeLessThanOrEqualTo(2 * text.Length + 20, text);
        return plain;
    }

    private static bool IsMark(char c) => char.IsControl(c) && c is not ('\n' or '\t');

    private static bool Once(string text, string word) =>
        text.IndexOf(word, StringComparison.Ordinal) is var at and >= 0 && text.IndexOf(word, at + 1, StringComparison.Ordinal) < 0;
}
