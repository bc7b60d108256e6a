using SmsBridge.Hosting;

namespace SmsBridge.Tests.Numbers;

public sealed class AddressesTests
{
    [Theory]
    [InlineData("+14155550199", true, false)]
    [InlineData("+447700900123", true, false)]
    [InlineData("+123456", true, false)]
    [InlineData("+123456789012345", true, false)]
    [InlineData("+12345", false, false)]
    [InlineData("+1234567890123456", false, false)]
    [InlineData("+04155550199", false, false)]
    [InlineData("123", true, false)]
    [InlineData("12345678", true, false)]
    [InlineData("12", false, false)]
    [InlineData("123456789", false, false)]
    [InlineData("whatsapp:+14155550199", true, false)]
    [InlineData("whatsapp:14155550199", false, false)]
    [InlineData("rcs:acme_agent", true, false)]
    [InlineData("rcs:+14155550199", true, false)]
    [InlineData("rcs:", false, false)]
    [InlineData("messenger:1234", false, false)]
    [InlineData("ACME", false, true)]
    [InlineData("Acme 24", false, true)]
    [InlineData("1-800-FLOWERS", false, true)]
    [InlineData("+1 415 555 0199", false, true)]
    [InlineData("", false, true)]
    [InlineData("+14155550199\n", false, true)]
    [InlineData("+1415555\u0660\u0661\u0662\u0663", false, true)]
    public void Each_address_is_of_one_kind(string address, bool number, bool alphanumeric)
    {
        Addresses.IsNumber(address).ShouldBe(number);
        Addresses.IsAlphanumericSender(address).ShouldBe(alphanumeric);
    }
}
