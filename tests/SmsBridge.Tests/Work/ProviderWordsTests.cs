using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class ProviderWordsTests
{
    [Theory]
    [InlineData("SM00000000000000000000000000000001", true)]
    [InlineData("CONV/1:a-b_c", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\nb", false)]
    [InlineData("é", false)]
    public void An_id_is_visible_ascii(string text, bool isId)
    {
        ProviderWords.IsId(text).ShouldBe(isId);
        ProviderWords.Id(text).ShouldBe(isId ? text : null);
    }

    [Fact]
    public void An_id_has_at_most_200_characters()
    {
        ProviderWords.IsId(new string('x', 200)).ShouldBeTrue();
        ProviderWords.IsId(new string('x', 201)).ShouldBeFalse();
    }

    [Fact]
    public void What_cannot_be_stored_gets_a_word_of_its_own_that_can()
    {
        ProviderWords.Storable("SM1").ShouldBe("SM1");
        var long1 = ProviderWords.Storable(new string('x', 1_000_000));
        ProviderWords.IsId(long1).ShouldBeTrue();
        ProviderWords.Storable(new string('x', 1_000_000)).ShouldBe(long1);
        ProviderWords.Storable("a\0").ShouldNotBe(ProviderWords.Storable("b\0"));
    }

    [Theory]
    [InlineData("CHAT_TIMEOUT", true)]
    [InlineData("4002", true)]
    [InlineData("a.b-c", true)]
    [InlineData("my number is +1 415", false)]
    [InlineData("x\0", false)]
    [InlineData("", false)]
    public void A_code_is_a_word(string text, bool isCode) => (ProviderWords.Code(text) is not null).ShouldBe(isCode);

    [Fact]
    public void A_code_has_at_most_64_characters() => ProviderWords.Code(new string('x', 65)).ShouldBeNull();
}
