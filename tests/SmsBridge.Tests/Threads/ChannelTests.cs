using SmsBridge.Numbers;

namespace SmsBridge.Tests.Threads;

public sealed class ChannelTests
{
    [Theory]
    [InlineData("+14155550101", "sms")]
    [InlineData("12345", "sms")]
    [InlineData("ACME", "sms")]
    [InlineData("whatsapp:+14155550101", "whatsapp")]
    [InlineData("rcs:acme_agent", "rcs")]
    [InlineData("messenger:123", "sms")]
    [InlineData("WhatsApp:+14155550101", "sms")]
    [InlineData("", "sms")]
    public void The_prefix_tells_the_channel(string address, string channel) => Channel.Of(address).ShouldBe(channel);
}
