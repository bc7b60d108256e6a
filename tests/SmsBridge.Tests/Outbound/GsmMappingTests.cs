using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

public sealed class GsmMappingTests
{
    [Theory]
    [InlineData("“Don’t” – she said — „wait“ … «ok» ‹x›", "\"Don't\" - she said - \"wait\" ... \"ok\" <x>")]
    [InlineData("‘a’ ‚b‘ ´c` 5′10″", "'a' 'b' 'c' 5'10\"")]
    [InlineData("a\u00A0b\u2009c\u202Fd\u3000e\tf", "a b c d e f")]
    [InlineData("a\u200Bb\u2060c\uFEFFd\u00ADe\u200Ef", "abcdef")]
    [InlineData("‐‑‒–—―−-", "--------")]
    [InlineData("• one\n‣ two\n◦ three", "- one\n- two\n- three")]
    [InlineData("½ off, 2½ lb, ¼ ¾", "1/2 off, 2 1/2 lb, 1/4 3/4")]
    [InlineData("ＡＢＣ１２３！？＠", "ABC123!?@")]
    [InlineData("cafe\u0301 Zu\u0308rich", "café Zürich")]
    [InlineData("ﬁnd the oﬃce", "find the office")]
    [InlineData("stop\u2028go", "stop\ngo")]
    [InlineData("wow‼\uFE0F really⁉", "wow!! really!?")]
    [InlineData("5€ – [ok] {x} ~ ^ | \\", "5€ - [ok] {x} ~ ^ | \\")]
    public void Typographic_characters_become_plain_ones(string text, string plain)
    {
        GsmMapping.Apply(text).ShouldBe(plain);
        Segments.Of(plain).Encoding.ShouldBe("GSM-7");
    }

    [Theory]
    [InlineData("“Olá”, você está bem?")]
    [InlineData("C’est ça…")]
    [InlineData("Ração – 5 kg")]
    [InlineData("“Hi” 👍🏽 – ok")]
    [InlineData("👨‍👩‍👧‍👦 “x”")]
    [InlineData("❤️ – love")]
    [InlineData("“Привет” – мир…")]
    [InlineData("“你好”，再见。")]
    [InlineData("می‌خواهم")]
    [InlineData("10 ÷ 2 × 3 ≠ 4 → “x”")]
    [InlineData("Acme™ – “x” ©")]
    [InlineData("Łódź “x”")]
    public void What_stays_outside_the_alphabet_stays_whole(string text)
    {
        GsmMapping.Apply(text).ShouldBe(text);
        Segments.Of(text).Encoding.ShouldBe("UCS-2");
    }

    [Fact]
    public void Invisible_characters_go_in_any_case() => GsmMapping.Apply("\uFEFFпри\u200Bвет\u2060 со\u00ADюз").ShouldBe("привет союз");

    [Fact]
    public void Every_single_character_is_mapped_into_the_alphabet_or_left()
    {
        for (var c = ' '; c < '\uD800'; c++)
        {
            var mapped = GsmMapping.Apply(c.ToString());
            (mapped == c.ToString() || Gsm7.Holds(mapped)).ShouldBeTrue($"U+{(int)c:X4} became '{mapped}'");
            (char.IsLetterOrDigit(c) && mapped.Length == 0).ShouldBeFalse($"U+{(int)c:X4} is gone");
        }
    }
}
