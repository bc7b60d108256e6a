using SmsBridge.Hosting;

namespace SmsBridge.Tests.Admin;

public sealed class KeyTextTests
{
    [Fact]
    public void A_key_names_itself_and_is_hashed_as_a_whole_under_its_salt()
    {
        var key = KeyText.Create();
        var (salt, other) = (KeyText.NewSalt(), KeyText.NewSalt());

        KeyText.Parse(key.Whole).ShouldBe(key);
        key.Whole.ShouldStartWith(key.Prefix);
        key.Matches(salt, key.Hash(salt)).ShouldBeTrue();
        key.Matches(other, key.Hash(salt)).ShouldBeFalse();
        KeyText.Create().Matches(salt, key.Hash(salt)).ShouldBeFalse();
        key.ToString().ShouldBe(key.Prefix);
    }

    [Fact]
    public void Keys_do_not_repeat() =>
        Enumerable.Range(0, 1000).Select(_ => KeyText.Create().Whole[12..]).Distinct().Count().ShouldBe(1000);

    [Theory]
    [InlineData("")]
    [InlineData("sbk_")]
    [InlineData("sbk_0123456789012345678901234567890123456789x")]
    [InlineData("sbk_012345678901234567890123456789012345678")]
    [InlineData("sbk_012345678901234567890123456789012345678-")]
    [InlineData("SBK_0123456789012345678901234567890123456789")]
    public void What_cannot_be_a_key_is_none(string text) => KeyText.Parse(text).ShouldBeNull();
}
