using System.Text;

namespace SmsBridge.Tests.Twilio;

/// <summary>Odd forms whose signatures Twilio's own Node helper made; they hold the parser, and the rule that the fuzz tests go by, to it.</summary>
public sealed class OddFormTests
{
    private const string Base = "https://bridge.example.com";

    [Theory]
    [InlineData("a&b=1", "eutMDqELoMqTERzoSjQ1lN0YMfM=")]
    [InlineData("=x&Body=hi", "K4JRYO73AWLykVK31NylLQQHTLo=")]
    [InlineData("Body=a%26b%3Dc&Bodya=1", "203DQJ01VWZMl3MpCed7c41LId0=")]
    [InlineData("Z=1&a=2&%C3%A9=3&_=4&A=5", "4ngMXJCNt4jQcH+b0MhhsZ+3cyI=")]
    [InlineData("Body=%F0%9F%91%8D%F0%9F%8F%BD&%F0%9F%91%8D=1&%EF%BF%BD=2", "B6zOK6bfpy0gFIq3etgNkOWmGxg=")]
    [InlineData("Body=%00%0A%0D%09", "T9+eoW+byGTHOrzs7cT2L5WH3rY=")]
    [InlineData("Body=++a++&Body=%20%20a%20%20&Body=", "n3TBFgg4KyHsqvEVkcmRewmHck8=")]
    [InlineData("Tag=10&Tag=9&Tag=1", "qemWIBdFQWLNIn4ggDTpDOuLaUs=")]
    [InlineData("Body=100%25+%2525&x=%2B", "YQZ44FruVJsazRcLVX/T5aQAbGA=")]
    [InlineData("Body=a=b=c&&From=%2B1", "NtjU3gx0mjDxIy0rD01sJYBmK6I=")]
    public async Task Is_signed_as_Twilios_helper_signs_it(string body, string signature)
    {
        (await Webhook.IsValid(Base, Webhook.Post("/twilio/inbound", body, signature))).ShouldBeTrue();
        WebhookOracle.Signs(Webhook.Token, $"{Base}/twilio/inbound", Encoding.ASCII.GetBytes(body), signature).ShouldBeTrue();
    }
}
