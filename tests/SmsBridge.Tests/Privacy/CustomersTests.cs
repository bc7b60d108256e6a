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
    public void Hashes_are_written_as_postgres_reads_an_array_of_bytes() =>
        CustomerHashes
            .Literal([
                [1, 171],
                [255],
            ])
            .ShouldBe("""{"\\x01ab","\\xff"}""");
}
