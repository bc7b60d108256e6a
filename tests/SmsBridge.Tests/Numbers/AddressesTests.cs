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

    [Theory]
    [InlineData("123", true)]
    [InlineData("72345", true)]
    [InlineData("12345678", true)]
    [InlineData("+72345", true)]
    [InlineData("+123", true)]
    [InlineData("+467345", true)]
    [InlineData("+6834002", false)]
    [InlineData("12", false)]
    [InlineData("+12", false)]
    [InlineData("123456789", false)]
    [InlineData("++72345", false)]
    [InlineData("whatsapp:72345", false)]
    public void A_short_code_may_have_a_plus(string address, bool isOne) => Addresses.IsShortCode(address).ShouldBe(isOne);

    [Theory]
    [InlineData("whatsapp:US.13491208655302741918", true)]
    [InlineData("whatsapp:GB.a", true)]
    [InlineData("whatsapp:BR.AbC123", true)]
    [InlineData("whatsapp:US.", false)]
    [InlineData("whatsapp:us.1349", false)]
    [InlineData("whatsapp:USA.1349", false)]
    [InlineData("whatsapp:US.13-49", false)]
    [InlineData("whatsapp:US.1349\n", false)]
    [InlineData("US.1349", false)]
    [InlineData("rcs:US.1349 ", false)]
    public void A_WhatsApp_user_without_a_number_is_a_customer_and_none_of_our_numbers(string address, bool isOne)
    {
        Addresses.IsUser(address).ShouldBe(isOne);
        Addresses.IsCustomer(address).ShouldBe(isOne);
        Addresses.IsSender(address).ShouldBe(isOne);
        Addresses.IsNumber(address).ShouldBeFalse();
    }

    [Fact]
    public void The_id_of_such_a_user_has_at_most_128_characters()
    {
        Addresses.IsUser($"whatsapp:US.{new string('1', 128)}").ShouldBeTrue();
        Addresses.IsUser($"whatsapp:US.{new string('1', 129)}").ShouldBeFalse();
    }
}
