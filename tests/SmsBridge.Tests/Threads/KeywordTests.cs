using SmsBridge.Threads.Consent;

namespace SmsBridge.Tests.Threads;

public sealed class KeywordTests
{
    private const string Number = "+14155550199";

    [Theory]
    [InlineData("STOP", "stop")]
    [InlineData("stop", "stop")]
    [InlineData(" Stop\n", "stop")]
    [InlineData("StopAll", "stop")]
    [InlineData("UNSUBSCRIBE", "stop")]
    [InlineData("cancel", "stop")]
    [InlineData("End", "stop")]
    [InlineData("quit", "stop")]
    [InlineData("Revoke", "stop")]
    [InlineData("optout", "stop")]
    [InlineData("START", "start")]
    [InlineData("Unstop", "start")]
    [InlineData("yes", "yes")]
    [InlineData("HELP", "help")]
    [InlineData("info", "help")]
    [InlineData("opt out", "stop")]
    [InlineData("stop all", "stop")]
    public void A_listed_word_alone_is_a_keyword_in_any_case(string text, string keyword) =>
        Keyword.Of(text, Number, optOutType: null).ShouldBe(keyword);

    [Theory]
    [InlineData("STOP PLEASE")]
    [InlineData("please stop")]
    [InlineData("STOP 12345")]
    [InlineData("stop texting me")]
    [InlineData("STOP it now!")]
    [InlineData("nonstop")]
    [InlineData("opt out of what?")]
    [InlineData("un stop")]
    [InlineData("s t o p it")]
    [InlineData("Yes please")]
    [InlineData("help me")]
    [InlineData("arrêt")]
    [InlineData("baja")]
    [InlineData("")]
    public void Anything_else_is_an_ordinary_text(string text) => Keyword.Of(text, Number, optOutType: "").ShouldBeNull();

    [Theory]
    [InlineData("Baja", "STOP", "stop")]
    [InlineData("yes", "STOP", "stop")]
    [InlineData("yes", "START", "start")]
    [InlineData("stop", "START", "start")]
    [InlineData("hilfe", "help", "help")]
    public void What_Twilio_made_of_it_comes_first(string text, string optOutType, string keyword) =>
        Keyword.Of(text, Number, optOutType).ShouldBe(keyword);

    [Fact]
    public void A_word_from_Twilio_that_we_do_not_know_says_nothing() => Keyword.Of("stop", Number, "PAUSE").ShouldBe("stop");

    [Theory]
    [InlineData("YES", "+18005550199", null, null)]
    [InlineData("YES", "+18885550199", null, null)]
    [InlineData("UNSTOP", "+18005550199", null, "start")]
    [InlineData("START", "+18775550199", null, "start")]
    [InlineData("YES", "+18005550199", "START", "start")]
    [InlineData("YES", "88855", null, "yes")]
    public void On_a_toll_free_number_YES_does_not_end_an_opt_out(string text, string number, string? optOutType, string? keyword) =>
        Keyword.Of(text, number, optOutType).ShouldBe(keyword);
}
