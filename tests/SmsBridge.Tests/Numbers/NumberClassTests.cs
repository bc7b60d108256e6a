using SmsBridge.Numbers;

namespace SmsBridge.Tests.Numbers;

public sealed class NumberClassTests
{
    [Theory]
    [InlineData("+14155550199", "long")]
    [InlineData("+447700900123", "long")]
    [InlineData("+18005550199", "toll-free")]
    [InlineData("+18885550199", "toll-free")]
    [InlineData("+188855501991", "long")]
    [InlineData("+448001234567", "toll-free")]
    [InlineData("+448701234567", "long")]
    [InlineData("12345", "short-code")]
    [InlineData("whatsapp:+14155550199", "whatsapp")]
    [InlineData("rcs:acme_agent", "rcs")]
    [InlineData("ACME", "other")]
    [InlineData("messenger:123456789", "other")]
    [InlineData("", "other")]
    public void An_address_has_one_of_a_few_classes(string address, string expected) => NumberClass.Of(address).ShouldBe(expected);
}
