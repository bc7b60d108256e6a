using SmsBridge.Numbers;

namespace SmsBridge.Tests.Threads;

public sealed class CountriesTests
{
    [Theory]
    [InlineData("+14155550101", "US")]
    [InlineData("+12125550101", "US")]
    [InlineData("+14165550101", "CA")]
    [InlineData("+18765550101", "JM")]
    [InlineData("+18095550101", "DO")]
    [InlineData("+18495550101", "DO")]
    [InlineData("+17875550101", "PR")]
    [InlineData("+12425550101", "BS")]
    [InlineData("+447700900123", "GB")]
    [InlineData("+447781123456", "GG")]
    [InlineData("+447797123456", "JE")]
    [InlineData("+447624123456", "IM")]
    [InlineData("+79161234567", "RU")]
    [InlineData("+77011234567", "KZ")]
    [InlineData("+4915112345678", "DE")]
    [InlineData("+393331234567", "IT")]
    [InlineData("+3906698123", "VA")]
    [InlineData("+8801712345678", "BD")]
    [InlineData("whatsapp:+5511987654321", "BR")]
    [InlineData("+358181234567", "AX")]
    [InlineData("+24762889", "SH")]
    [InlineData("+38344123456", "XK")]
    [InlineData("+12733456789", "CA")]
    public void A_number_is_of_the_country_that_its_first_digits_belong_to(string address, string country)
    {
        Countries.Of(address).ShouldBe(country);
        Countries.IsKnown(country).ShouldBeTrue();
    }

    [Theory]
    [InlineData("+18005550101")]
    [InlineData("+19005550101")]
    [InlineData("+15005550006")]
    [InlineData("+448001234567")]
    [InlineData("+447012345678")]
    [InlineData("+881612345678")]
    [InlineData("+979123456789")]
    [InlineData("+999123456789")]
    [InlineData("72345")]
    [InlineData("ACME")]
    [InlineData("+")]
    public void Toll_free_premium_satellite_and_short_numbers_are_of_no_country(string address) => Countries.Of(address).ShouldBeNull();

    [Fact]
    public void Without_a_list_all_are_answered_and_with_one_only_those_whose_country_is_on_it()
    {
        var all = new NumberDocument
        {
            Number = "+14155550199",
            TwilioAccount = "main",
            Agent = "support",
        };
        all.Answers("+881612345678").ShouldBeTrue();
        var some = all with { ReplyCountries = ["US", "CA"] };
        some.Answers("+14165550101").ShouldBeTrue();
        some.Answers("+18765550101").ShouldBeFalse();
        some.Answers("+881612345678").ShouldBeFalse();
    }

    [Theory]
    [InlineData("us")]
    [InlineData("UK")]
    [InlineData("--")]
    [InlineData("001")]
    [InlineData("AC")]
    [InlineData("")]
    public void Only_iso_codes_in_capitals_are_known(string country) => Countries.IsKnown(country).ShouldBeFalse();
}
