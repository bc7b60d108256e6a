using SmsBridge.Numbers;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Tests.Numbers;

public sealed class SubscriberTests
{
    private const string Number = "whatsapp:+14155550199";

    [Theory]
    [InlineData("whatsapp:+5215512300001", "whatsapp:+525512300001")]
    [InlineData("whatsapp:+5493511234567", "whatsapp:+543511234567")]
    [InlineData("whatsapp:+5531987654321", "whatsapp:+553187654321")]
    [InlineData("whatsapp:+5511961234567", "whatsapp:+551161234567")]
    public void Two_forms_are_one_customer(string canonical, string other)
    {
        string[] forms = [canonical, other];
        Subscriber.Forms(canonical).ShouldBe(forms);
        Subscriber.Forms(other).ShouldBe(forms);
        ThreadId.Of(Number, other).ShouldBe(ThreadId.Of(Number, canonical));
        CustomerHashes.Plain(other).ShouldBe(CustomerHashes.Plain(canonical));
        CustomerHashes.Plains(other).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("+5215512300001")]
    [InlineData("+525512300001")]
    [InlineData("whatsapp:+14155550101")]
    [InlineData("whatsapp:+447700900123")]
    [InlineData("whatsapp:+52551230000")]
    [InlineData("whatsapp:+52155123000012")]
    [InlineData("whatsapp:+551132345678")]
    [InlineData("whatsapp:+5511932345678")]
    [InlineData("whatsapp:+54911123456")]
    [InlineData("whatsapp:US.13491208655302741918")]
    [InlineData("rcs:+5215512300001")]
    [InlineData("78787")]
    public void Everybody_else_has_one(string address)
    {
        Subscriber.Forms(address).ShouldBe([address]);
        ThreadId.Every(Number, address).ShouldBe([ThreadId.Of(Number, address)]);
    }

    /// <summary>Rows that a version stored which did not know of forms.</summary>
    [Fact]
    public void A_thread_of_another_form_can_still_be_found()
    {
        var old = Guid.Parse("1cc52281-2d6e-88c9-a92b-640a7fa0b61b");

        ThreadId.Every(Number, "whatsapp:+5215512300001").ShouldContain(old);
        ThreadId.Of(Number, "whatsapp:+525512300001").ShouldNotBe(old);
    }

    [Theory]
    [InlineData("whatsapp:GB.7731208655302741", "GB")]
    [InlineData("whatsapp:US.a", "US")]
    [InlineData("whatsapp:QQ.1234", null)]
    [InlineData("whatsapp:gb.7731208655302741", null)]
    [InlineData("whatsapp:+447700900123", "GB")]
    public void A_user_without_a_number_is_of_the_country_in_the_id(string address, string? country) =>
        Countries.Of(address).ShouldBe(country);
}
