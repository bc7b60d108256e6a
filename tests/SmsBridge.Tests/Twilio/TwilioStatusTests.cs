using SmsBridge.Twilio;

namespace SmsBridge.Tests.Twilio;

public sealed class TwilioStatusTests
{
    [Theory]
    [InlineData("accepted", "accepted")]
    [InlineData("scheduled", "accepted")]
    [InlineData("queued", "accepted")]
    [InlineData("sending", "accepted")]
    [InlineData("sent", "sent")]
    [InlineData("delivered", "delivered")]
    [InlineData("read", "delivered")]
    [InlineData("READ", "delivered")]
    [InlineData("undelivered", "undelivered")]
    [InlineData("failed", "failed")]
    [InlineData("canceled", "canceled")]
    [InlineData("receiving", null)]
    [InlineData("received", null)]
    [InlineData("partially_delivered", null)]
    [InlineData("teleported", null)]
    [InlineData("", null)]
    public void A_word_of_Twilios_has_one_of_ours_or_none(string word, string? ours) => TwilioStatus.Read(word).ShouldBe(ours);
}
