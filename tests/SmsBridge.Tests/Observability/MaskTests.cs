using SmsBridge.Observability;

namespace SmsBridge.Tests.Observability;

public sealed class MaskTests
{
    [Theory]
    [InlineData("+14155550101", "+*********01")]
    [InlineData("whatsapp:+447700900123", "whatsapp:+**********23")]
    [InlineData("rcs:acme_agent", "rcs:********nt")]
    [InlineData("12345", "***45")]
    [InlineData("ACME", "**ME")]
    [InlineData("12", "12")]
    [InlineData("1", "1")]
    [InlineData("rcs:", "rcs:")]
    [InlineData("", "")]
    public void Two_characters_and_the_channel_stay(string address, string masked) => Mask.Address(address).ShouldBe(masked);
}
