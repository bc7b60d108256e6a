using Microsoft.Extensions.Options;
using SmsBridge.Handoff;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Shaping;
using SmsBridge.Threads;
using SmsBridge.Threads.Turns;

namespace SmsBridge.Tests.Threads;

public sealed class BridgeTextsTests
{
    private static readonly string[] NotInGsm7 = ["pl", "ja"];

    public static TheoryData<string> Languages => [.. DefaultWords.ByLanguage.Keys];

    [Fact]
    public void There_are_words_in_nine_languages() =>
        DefaultWords.ByLanguage.Keys.ShouldBe(["en", "es", "fr", "de", "it", "pt", "nl", "pl", "ja"], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_default_is_one_segment(string language)
    {
        foreach (var text in All(DefaultWords.ByLanguage[language]))
        {
            var part = TextShaper.Shape(text, TextSource.Literal, 10).Parts.ShouldHaveSingleItem();
            part.Text.ShouldBe(text);
            part.Segments.ShouldBe(1, text);
            part.Encoding.ShouldBe(NotInGsm7.Contains(language) ? Encodings.Ucs2 : Encodings.Gsm7, text);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_two_defaults_of_a_language_are_the_same_nor_those_of_two_languages(string language)
    {
        All(DefaultWords.ByLanguage[language]).Distinct().Count().ShouldBe(7);
        DefaultWords
            .ByLanguage.Where(w => w.Key != language)
            .SelectMany(w => All(w.Value))
            .Intersect(All(DefaultWords.ByLanguage[language]))
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_words_of_carriers_stay_as_they_are(string language)
    {
        var words = DefaultWords.ByLanguage[language];
        words.Help.ShouldContain("STOP");
        words.Start.ShouldContain("STOP");
        words.Stop.ShouldContain("START");
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("sv-SE", "en")]
    [InlineData("en-GB", "en")]
    [InlineData("de", "de")]
    [InlineData("DE-at", "de")]
    [InlineData("pt-BR", "pt")]
    [InlineData("zh-Hant", "en")]
    public void The_primary_subtag_of_the_numbers_language_decides(string? language, string expected) =>
        All(Said(Number() with { Language = language })).ShouldBe(All(DefaultWords.ByLanguage[expected]));

    [Fact]
    public void The_settings_go_before_the_default_and_the_number_before_the_settings()
    {
        var words = Words("set: handoff", "set: expired");
        var plain = Number() with { Language = "de" };
        words.Handoff(plain).ShouldBe("set: handoff");
        words.Expired(plain).ShouldBe("set: expired");
        BridgeTexts.Trouble(plain, "set: trouble").ShouldBe("set: trouble");
        var own = plain with { Texts = Own("own ") };
        All(Said(own, words))
            .ShouldBe(All(new("own handoff", "own expired", "own unsupported", "own apology", "own help", "own stop", "own start")));
        BridgeTexts.Trouble(own, "set: trouble").ShouldBe("own trouble");
    }

    [Fact]
    public void Empty_means_that_nothing_is_said()
    {
        var silent = Number() with
        {
            Label = "Acme",
            Texts = new()
            {
                Handoff = "",
                Expired = "",
                Unsupported = "",
                Apology = "",
                Trouble = "",
                Help = "",
                Stop = "",
                Start = "",
            },
        };
        var words = Words("set", "set");
        All(Said(silent, words)).ShouldAllBe(t => t.Length == 0);
        BridgeTexts.Trouble(silent, "set").ShouldBeEmpty();
        All(Said(silent, words)).ShouldAllBe(t => Reply.Shape(Author.Bridge, t, "+14155550199", 10).Count == 0);
        Words("", "").Handoff(Number()).ShouldBeEmpty();
        Words("", "").Expired(Number()).ShouldBeEmpty();
    }

    [Fact]
    public void Trouble_has_no_default() => BridgeTexts.Trouble(Number() with { Language = "en-US" }, usual: null).ShouldBeEmpty();

    [Fact]
    public void Answers_to_carriers_words_name_the_number_by_its_label_and_others_do_not()
    {
        var said = Said(Number() with { Label = " Acme " });
        var plain = DefaultWords.For("en");
        said.ShouldBe(plain with { Help = $"Acme: {plain.Help}", Stop = $"Acme: {plain.Stop}", Start = $"Acme: {plain.Start}" });
        BridgeTexts
            .Help(
                Number() with
                {
                    Label = "Acme",
                    Texts = new() { Help = "Call us." },
                }
            )
            .ShouldBe("Call us.");
    }

    [Fact]
    public void The_apology_asks_to_send_again_also_where_the_number_is_gone()
    {
        BridgeTexts.Apology(null).ShouldBe(DefaultWords.For("en").Apology);
        BridgeTexts.Apology(null).ShouldContain("send it again");
    }

    private static NumberDocument Number() =>
        new()
        {
            Number = "+14155550199",
            TwilioAccount = "main",
            Agent = "support",
        };

    private static NumberTexts Own(string prefix) =>
        new()
        {
            Handoff = prefix + "handoff",
            Expired = prefix + "expired",
            Unsupported = prefix + "unsupported",
            Apology = prefix + "apology",
            Trouble = prefix + "trouble",
            Help = prefix + "help",
            Stop = prefix + "stop",
            Start = prefix + "start",
        };

    private static BridgeTexts Words(string? handoff = null, string? expired = null) =>
        new(Options.Create(new HandoffOptions { DefaultText = handoff, ExpiredText = expired }));

    private static Words Said(NumberDocument number, BridgeTexts? words = null)
    {
        words ??= Words();
        return new(
            words.Handoff(number),
            words.Expired(number),
            BridgeTexts.Unsupported(number),
            BridgeTexts.Apology(number),
            BridgeTexts.Help(number),
            BridgeTexts.Stop(number),
            BridgeTexts.Start(number)
        );
    }

    private static string[] All(Words words) =>
        [words.Handoff, words.Expired, words.Unsupported, words.Apology, words.Help, words.Stop, words.Start];
}
