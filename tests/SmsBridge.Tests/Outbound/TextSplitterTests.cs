using System.Globalization;
using System.Text;
using SmsBridge.Outbound;

namespace SmsBridge.Tests.Outbound;

public sealed class TextSplitterTests
{
    private const string Family = "👨‍👩‍👧‍👦";

    [Theory]
    [InlineData("", 10, new string[0])]
    [InlineData(" \n\t ", 10, new string[0])]
    [InlineData("hello", 10, new[] { "hello" })]
    [InlineData("  hello \n", 10, new[] { "hello" })]
    [InlineData("0123456789", 10, new[] { "0123456789" })]
    [InlineData("hello brave world", 11, new[] { "hello brave", "world" })]
    [InlineData("hello brave world", 12, new[] { "hello brave", "world" })]
    [InlineData("hello brave world", 10, new[] { "hello", "brave", "world" })]
    [InlineData("one\n\ntwo   three", 6, new[] { "one", "two", "three" })]
    [InlineData("keeps  inner   blanks x", 21, new[] { "keeps  inner   blanks", "x" })]
    [InlineData("abcdefghijklmno", 5, new[] { "abcde", "fghij", "klmno" })]
    [InlineData("ab cdefghijkl", 5, new[] { "ab", "cdefg", "hijkl" })]
    [InlineData("aaaa👍bbbb", 5, new[] { "aaaa", "👍bbb", "b" })]
    [InlineData("aaaa" + Family + "b", 12, new[] { "aaaa", Family + "b" })]
    [InlineData("aaae\u0301bb", 4, new[] { "aaa", "e\u0301bb" })]
    [InlineData("👍🏽👍🏽👍🏽", 8, new[] { "👍🏽👍🏽", "👍🏽" })]
    [InlineData("👍👍", 3, new[] { "👍", "👍" })]
    public void A_text_is_cut_at_word_ends_and_else_between_characters(string text, int max, string[] parts) =>
        TextSplitter.Split(text, max).ShouldBe(parts);

    [Fact]
    public void A_reply_over_1600_characters_is_split_at_word_ends()
    {
        var text = string.Join(' ', Enumerable.Repeat("seven77", 400));
        var parts = TextSplitter.Split(text).ToList();
        parts.Select(p => p.Length).ShouldBe([1599, 1599]);
        string.Join(' ', parts).ShouldBe(text);
        TextSplitter.Split(new string('a', 1600)).Count().ShouldBe(1);
        TextSplitter.Split(new string('a', 1601)).Select(p => p.Length).ShouldBe([1600, 1]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(10)]
    public void A_joined_emoji_longer_than_a_part_is_cut_but_never_inside_a_surrogate_pair(int max)
    {
        var parts = TextSplitter.Split(Family + "x", max).ToList();
        string.Concat(parts).ShouldBe(Family + "x");
        parts.ForEach(p => p.Length.ShouldBeLessThanOrEqualTo(max));
        parts.ForEach(ShouldBeWellFormed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_the_text_its_parts_are_small_whole_and_complete(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 1500; i++)
        {
            var text = RandomText(random, length: random.Next(0, 120));
            var max = random.Next(12, 60); // No character below is longer than twelve.
            var parts = TextSplitter.Split(text, max).ToList();
            WithoutBlanks(string.Concat(parts)).ShouldBe(WithoutBlanks(text));
            foreach (var part in parts)
            {
                part.Length.ShouldBeInRange(1, max);
                part.ShouldBe(part.Trim());
                ShouldBeWellFormed(part);
            }

            Characters(parts).ShouldBe(Characters([text]));
        }
    }

    private static readonly string[] Alphabet =
    [
        " ",
        " ",
        " ",
        "\n",
        "\r\n",
        "a",
        "b",
        "é",
        "e\u0301",
        "字",
        "👍",
        "👍🏽",
        "🇬🇧",
        Family,
        "ok,",
        "\u00A0",
    ];

    private static string RandomText(Random random, int length)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            text.Append(Alphabet[random.Next(Alphabet.Length)]);
        }

        return text.ToString();
    }

    /// <summary>The characters as people see them, blanks aside.</summary>
    private static List<string> Characters(IEnumerable<string> texts) =>
        texts
            .SelectMany(t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(word =>
            {
                var elements = StringInfo.GetTextElementEnumerator(word);
                var found = new List<string>();
                while (elements.MoveNext())
                {
                    found.Add(elements.GetTextElement());
                }

                return found;
            })
            .ToList();

    private static string WithoutBlanks(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>Throws where half a surrogate pair stands alone, as the database's driver would.</summary>
    private static void ShouldBeWellFormed(string part) =>
        Should.NotThrow(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(part), $"'{part}' has half a character");
}
