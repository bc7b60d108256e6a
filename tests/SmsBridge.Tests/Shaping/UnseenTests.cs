using SmsBridge.Shaping;

namespace SmsBridge.Tests.Shaping;

public sealed class UnseenTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFFFC")]
    [InlineData("\uFFFC\uFFFC \n")]
    [InlineData("\u200B\u200C\u200D\u2060\uFEFF")]
    [InlineData("\u200E\u202A\u202C\u2068\u2069\u061C")]
    [InlineData("\uFE0F")]
    [InlineData("\u180E\u034F\u00AD")]
    [InlineData("\u3164\uFFA0\u115F")]
    [InlineData("\u2800\u2800")]
    [InlineData("\U000E0100\U000E0041\U000E007F")]
    public void Nothing_is_seen_of_these(string text) => Unseen.HasSomethingToSee(text).ShouldBeFalse();

    [Theory]
    [InlineData(".")]
    [InlineData("\uFFFD")]
    [InlineData("👍")]
    [InlineData("\u200Bx")]
    [InlineData("\u0E48")]
    [InlineData("\u28FF")]
    [InlineData("ー")]
    public void Something_is_seen_of_these(string text) => Unseen.HasSomethingToSee(text).ShouldBeTrue();
}
