using SmsBridge.Messages;

namespace SmsBridge.Tests.Threads;

public sealed class LikenessTests
{
    [Theory]
    [InlineData("Hello", "hello")]
    [InlineData("  hello \t\n there ", "hello there")]
    [InlineData("", "")]
    public void Case_and_blanks_make_no_difference(string text, string key) => Likeness.Key(text).ShouldBe(key);

    [Theory]
    [InlineData("ticket 4711 at 10:15", "ticket # at #:#")]
    [InlineData("no number", "no number")]
    public void Numbers_make_no_difference_to_a_machine(string key, string without) => Likeness.WithoutNumbers(key).ShouldBe(without);

    [Theory]
    [InlineData("yes", true)]
    [InlineData("ok thank you", true)]
    [InlineData("yes i do indeed", false)]
    [InlineData("supercalifragilistic", false)]
    [InlineData("twenty characters ok", false)]
    public void Up_to_3_words_and_less_than_20_characters_are_what_people_repeat(string key, bool isShort) =>
        Likeness.IsShort(key).ShouldBe(isShort);

    [Theory]
    [InlineData("abcdefghij", "abcdefghij", 1)]
    [InlineData("abcdefghij", "abcdefghix", 0.9)]
    [InlineData("abcdefghij", "abcdefghi", 0.9)]
    [InlineData("abcdefghij", "xbcdefghix", 0.8)]
    [InlineData("", "", 1)]
    public void The_ratio_is_one_less_the_share_of_characters_to_be_changed(string a, string b, double ratio)
    {
        Likeness.Ratio(a, b).ShouldBe(ratio, 0.0001);
        Likeness.AreNear(a, b).ShouldBe(ratio >= 0.9);
    }

    [Fact]
    public void Texts_of_very_different_length_are_not_near() => Likeness.AreNear("short", new string('x', 1600)).ShouldBeFalse();
}
