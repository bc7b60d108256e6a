using SmsBridge.Threads.Consent;

namespace SmsBridge.Tests.Threads;

/// <summary>What people send when they want to hear no more: the exact word counts, and only what nobody sees may stand around it.</summary>
public sealed class KeywordFormsTests
{
    [Theory]
    [InlineData("STOP\r\n")]
    [InlineData("\u00A0STOP\u00A0")]
    [InlineData("STOP\u3000")]
    [InlineData("STOP\u200B")]
    [InlineData("\uFEFFstop")]
    [InlineData("\u200Estop\u200F")]
    [InlineData("\u2068Stop\u2069\n")]
    [InlineData("\tsTOp ")]
    public void Blanks_and_marks_that_nobody_sees_make_no_difference(string text) =>
        Keyword.Of(text, "+14155550199", optOutType: null).ShouldBe("stop");

    [Theory]
    [InlineData("STOP 🛑")]
    [InlineData("🛑")]
    [InlineData("ＳＴＯＰ")]
    [InlineData("S\u200BTOP now")]
    [InlineData("STOP\nthanks")]
    [InlineData("Stop...")]
    [InlineData("STOP ALL")]
    [InlineData("OPT-OUT")]
    [InlineData("opt out")]
    [InlineData("STOPP")]
    [InlineData("ARRET")]
    [InlineData("unsuscribe")]
    [InlineData("Yes!")]
    [InlineData("YES YES")]
    [InlineData("HELP?")]
    [InlineData("\u200B")]
    public void Anything_beside_the_word_makes_it_a_text(string text) => Keyword.Of(text, "+14155550199", optOutType: null).ShouldBeNull();

    [Theory]
    [InlineData(" stop ", "stop")]
    [InlineData("Start", "start")]
    [InlineData("HELP", "help")]
    [InlineData("", null)]
    [InlineData("none", null)]
    public void The_word_of_Twilio_is_read_in_any_case(string optOutType, string? keyword) =>
        Keyword.Of("ARRET", "+14155550199", optOutType).ShouldBe(keyword);
}
