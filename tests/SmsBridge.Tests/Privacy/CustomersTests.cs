using Microsoft.AspNetCore.Http;
using SmsBridge.Privacy;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Tests.Privacy;

public sealed class CustomersTests
{
    [Theory]
    [InlineData("+14155550101", "+14155550101")]
    [InlineData(" 14155550101", "+14155550101")]
    [InlineData("whatsapp:+14155550101", "whatsapp:+14155550101")]
    [InlineData("rcs:+14155550101", "rcs:+14155550101")]
    [InlineData("78787", "78787")]
    [InlineData("whatsapp:US.13491208655302741918", "whatsapp:US.13491208655302741918")]
    public void Addresses_are_taken_as_callers_write_them(string written, string address) => Customers.Read(written).ShouldBe(address);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("4155550101")]
    [InlineData("+1 415 555 0101")]
    public void What_is_none_is_refused_and_not_repeated(string? written)
    {
        var refused = Should.Throw<BadHttpRequestException>(() => Customers.Read(written));

        refused.Message.ShouldBe("The customer is no address. Give the one that they text from, for example +14155550101.");
    }

    [Fact]
    public void A_phone_has_three_addresses()
    {
        string[] all = ["+14155550101", "whatsapp:+14155550101", "rcs:+14155550101"];

        Customers.Addresses("+14155550101", allChannels: true).ShouldBe(all);
        Customers.Addresses("whatsapp:+14155550101", allChannels: true).ShouldBe(all);
        Customers.Addresses("whatsapp:+14155550101", allChannels: false).ShouldBe(["whatsapp:+14155550101"]);
    }

    [Fact]
    public void Forms_of_a_phone_are_customers_of_their_own_by_SMS_and_RCS() =>
        Customers
            .Addresses("whatsapp:+525512300001", allChannels: true)
            .ShouldBe(["+525512300001", "whatsapp:+525512300001", "rcs:+525512300001", "+5215512300001", "rcs:+5215512300001"]);

    [Fact]
    public void A_user_without_a_number_has_one_address() =>
        Customers.Addresses("whatsapp:US.1349", allChannels: true).ShouldBe(["whatsapp:US.1349"]);

    [Fact]
    public void Hashes_are_written_as_postgres_reads_an_array_of_bytes() =>
        CustomerHashes
            .Literal([
                [1, 171],
                [255],
            ])
            .ShouldBe("""{"\\x01ab","\\xff"}""");
}
