using System.Text;
using SmsBridge.Shaping;

namespace SmsBridge.Tests.Outbound;

public sealed class TextSplitterTests
{
    /// <summary>More segments than a part can have.</summary>
    private const int Any = 25;

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
        TextSplitter.Split(text, Any, max).ShouldBe(parts);

    [Fact]
    public void A_reply_over_1600_characters_is_split_at_word_ends()
    {
        var text = string.Join(' ', Enumerable.Repeat("seven77", 400));
        var parts = TextSplitter.Split(text, Any).ToList();
        parts.Select(p => p.Length).ShouldBe([1599, 1599]);
        string.Join(' ', parts).ShouldBe(text);
        TextSplitter.Split(new string('a', 1600), Any).Count().ShouldBe(1);
        TextSplitter.Split(new string('a', 1601), Any).Select(p => p.Length).ShouldBe([1600, 1]);
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
        var parts = TextSplitter.Split(Family + "x", Any, max).ToList();
        string.Concat(parts).ShouldBe(Family + "x");
        parts.ForEach(p => p.Length.ShouldBeLessThanOrEqualTo(max));
        parts.ForEach(ShouldBeWellFormed);
    }

    [Theory]
    [InlineData("One two. Three four five six", 16, new[] { "One two.", "Three four five", "six" })]
    [InlineData("One. Two three four five six", 20, new[] { "One. Two three four", "five six" })]
    [InlineData("Go to the shop! (Now?) \"Yes.\" Then", 31, new[] { "Go to the shop! (Now?) \"Yes.\"", "Then" })]
    [InlineData("One two three\nfour five six", 20, new[] { "One two three", "four five six" })]
    [InlineData("It is by Dr. Jones and me", 20, new[] { "It is by Dr. Jones", "and me" })]
    [InlineData("Costs e.g. Five euros more", 19, new[] { "Costs e.g. Five", "euros more" })]
    [InlineData("It took 12 hrs. to do all", 20, new[] { "It took 12 hrs. to", "do all" })]
    [InlineData("Version 1.5.2 is here now", 16, new[] { "Version 1.5.2 is", "here now" })]
    [InlineData("你好世界。再见世界真好", 8, new[] { "你好世界。", "再见世界真好" })]
    [InlineData("at 10\u00A0000\u00A0EUR", 12, new[] { "at", "10\u00A0000\u00A0EUR" })]
    public void The_last_sentence_ends_a_part_that_it_fills_by_half(string text, int max, string[] parts) =>
        TextSplitter.Split(text, Any, max).ShouldBe(parts);

    [Theory]
    [InlineData("See https://x.com/a.b?c=1 now", 20, new[] { "See", "https://x.com/a.b?c=", "1 now" })]
    [InlineData("See https://x.com/a.b?c=1 now", 22, new[] { "See", "https://x.com/a.b?c=1", "now" })]
    [InlineData("请看https://x.com/abc谢谢", 20, new[] { "请看", "https://x.com/abc谢谢" })]
    [InlineData("(https://x.com/abc)", 17, new[] { "(", "https://x.com/abc", ")" })]
    [InlineData("一https://x.com/ab，二https://x.com/cd", 19, new[] { "一https://x.com/ab，二", "https://x.com/cd" })]
    public void An_address_on_the_web_is_cut_only_where_it_does_not_fit(string text, int max, string[] parts) =>
        TextSplitter.Split(text, Any, max).ShouldBe(parts);

    /// <summary>Throws where half a surrogate pair stands alone, as the database's driver would.</summary>
    private static void ShouldBeWellFormed(string part) =>
        Should.NotThrow(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(part), $"'{part}' has half a character");
}
