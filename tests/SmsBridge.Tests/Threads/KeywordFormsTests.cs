using SmsBridge.Numbers;
using SmsBridge.Threads;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Tests.Threads;

/// <summary>What people send when they want to hear no more: the word counts, whatever stands around it that says nothing.</summary>
public sealed class KeywordFormsTests
{
    private const string Number = "+14155550199";

    [Theory]
    [InlineData("STOP\r\n")]
    [InlineData("\u00A0STOP\u00A0")]
    [InlineData("STOP\u3000")]
    [InlineData("STOP\u200B")]
    [InlineData("\uFEFFstop")]
    [InlineData("\u200Estop\u200F")]
    [InlineData("\u2068Stop\u2069\n")]
    [InlineData("\tsTOp ")]
    [InlineData("S\u200BT\u00ADOP")]
    [InlineData("STOP\uFFFC")]
    [InlineData("STOP\uFE0F")]
    public void Blanks_and_marks_that_nobody_sees_make_no_difference(string text) =>
        Keyword.Of(text, Number, optOutType: null).ShouldBe("stop");

    [Theory]
    [InlineData("STOP.")]
    [InlineData("Stop...")]
    [InlineData("stop!!!")]
    [InlineData("Stop?")]
    [InlineData("\"STOP\"")]
    [InlineData("“stop”")]
    [InlineData("«Stop»")]
    [InlineData("'stop'.")]
    [InlineData("(STOP)")]
    [InlineData("*stop*")]
    [InlineData("_stop_")]
    [InlineData("#STOP")]
    [InlineData("-- stop --")]
    [InlineData("STOP 🛑")]
    [InlineData("🛑STOP🛑")]
    [InlineData("stop 🙏🏽")]
    [InlineData("stop 👨‍👩‍👧")]
    [InlineData("ＳＴＯＰ")]
    [InlineData("ｓｔｏｐ。")]
    [InlineData("𝐒𝐭𝐨𝐩")]
    [InlineData("Ⓢⓣⓞⓟ")]
    [InlineData("stóp")]
    [InlineData("sto\u0301p")]
    [InlineData("S T O P")]
    [InlineData("s.t.o.p.")]
    [InlineData("Stop! Stop!")]
    [InlineData("STOP ALL")]
    [InlineData("Stop-All")]
    [InlineData("OPT-OUT")]
    [InlineData("Opt Out!")]
    [InlineData("opt\nout")]
    [InlineData("ＯＰＴ　ＯＵＴ")]
    [InlineData("Unsubscribe.")]
    [InlineData("cancel!")]
    [InlineData("end.")]
    public void What_stands_around_the_word_and_says_nothing_makes_no_difference(string text) =>
        Keyword.Of(text, Number, optOutType: null).ShouldBe("stop");

    [Theory]
    [InlineData("Start!", "start")]
    [InlineData("“unstop”", "start")]
    [InlineData("HELP?", "help")]
    [InlineData("Info 🙏", "help")]
    [InlineData("Yes!", "yes")]
    [InlineData("YES YES", "yes")]
    public void So_it_is_with_the_other_words(string text, string keyword) => Keyword.Of(text, Number, optOutType: null).ShouldBe(keyword);

    [Theory]
    [InlineData("🛑")]
    [InlineData("S\u200BTOP now")]
    [InlineData("STOP\nthanks")]
    [InlineData("STOP 2")]
    [InlineData("STOP 2️⃣")]
    [InlineData("STOP12345")]
    [InlineData("STOP?? why")]
    [InlineData("stop/start")]
    [InlineData("unsuscribe")]
    [InlineData("stop it")]
    [InlineData("don't stop")]
    [InlineData("bus stop")]
    [InlineData("end of the month")]
    [InlineData("o p t")]
    [InlineData("\u200B")]
    [InlineData("...")]
    public void Anything_that_says_more_is_a_text(string text) => Keyword.Of(text, Number, optOutType: null).ShouldBeNull();

    [Theory]
    [InlineData("ARRET", "fr-CA", "stop")]
    [InlineData("Arrêt.", "fr", "stop")]
    [InlineData("arre\u0302ter", "fr-FR", "stop")]
    [InlineData("aide", "fr-CA", "help")]
    [InlineData("Début", "fr", "yes")]
    [InlineData("Baja", "es-MX", "stop")]
    [InlineData("¡ALTO!", "es", "stop")]
    [InlineData("darme de baja", "es", "stop")]
    [InlineData("ayuda?", "es_US", "help")]
    [InlineData("Stopp", "de-AT", "stop")]
    [InlineData("abmelden!", "de", "stop")]
    [InlineData("Hilfe", "DE", "help")]
    [InlineData("anmelden", "de", "yes")]
    [InlineData("Ferma", "it-IT", "stop")]
    [InlineData("aiuto", "it", "help")]
    [InlineData("parar", "pt-BR", "stop")]
    [InlineData("Começar", "pt", "yes")]
    [InlineData("ajuda", "pt", "help")]
    [InlineData("Afmelden", "nl-BE", "stop")]
    [InlineData("hulp", "nl", "help")]
    [InlineData("rezygnuje", "pl", "stop")]
    [InlineData("REZYGNUJĘ", "pl-PL", "stop")]
    [InlineData("wylacz", "pl", "stop")]
    [InlineData("pomoc", "pl", "help")]
    [InlineData("停止", "ja", "stop")]
    [InlineData("配信停止。", "ja-JP", "stop")]
    [InlineData("ストップ", "ja", "stop")]
    [InlineData("ヘルプ", "ja", "help")]
    [InlineData("STOP.", "fr-CA", "stop")]
    [InlineData("opt out", "ja", "stop")]
    [InlineData("arret", "de", null)]
    [InlineData("baja", "sv", null)]
    [InlineData("stop", "sv", "stop")]
    [InlineData("j'arrête demain", "fr", null)]
    [InlineData("la presión está baja", "es", null)]
    [InlineData("kündigen", "de", null)]
    public void Words_of_the_number_s_language_count_beside_the_English_ones(string text, string language, string? keyword) =>
        Keyword.Of(text, Number, optOutType: null, language).ShouldBe(keyword);

    [Fact]
    public void Every_language_in_which_the_bridge_speaks_has_its_words() =>
        KeywordWords.ByLanguage.Keys.ShouldBe(DefaultWords.ByLanguage.Keys, ignoreOrder: true);

    [Fact]
    public void No_word_says_two_things()
    {
        foreach (var (language, words) in KeywordWords.ByLanguage)
        {
            var all = words.Stop.Concat(words.Start).Concat(words.Help).Select(KeywordForms.Fold).ToList();
            all.ShouldBeUnique(language);
            all.ShouldAllBe(w => w.Length > 1);
        }
    }

    [Theory]
    [InlineData(" stop ", "stop")]
    [InlineData("Start", "start")]
    [InlineData("HELP", "help")]
    [InlineData("", null)]
    [InlineData("none", null)]
    public void The_word_of_Twilio_is_read_in_any_case(string optOutType, string? keyword) =>
        Keyword.Of("ARRET", Number, optOutType).ShouldBe(keyword);

    [Theory]
    [InlineData("stop", Number, null, true)]
    [InlineData(" HELP ", "+18005550199", null, true)]
    [InlineData("STOP.", Number, null, false)]
    [InlineData("opt out", Number, null, false)]
    [InlineData("arret", Number, null, false)]
    [InlineData("stop", "78787", null, false)]
    [InlineData("stop", "whatsapp:+14155550199", null, false)]
    [InlineData("help", "rcs:acme_agent", "", false)]
    [InlineData("arret", Number, "STOP", true)]
    [InlineData("help", "whatsapp:+14155550199", "HELP", true)]
    [InlineData("stop", "78787", "stop", true)]
    [InlineData("stop", "78787", "PAUSE", false)]
    public void Twilio_answers_the_bare_English_word_and_what_it_names(string text, string number, string? optOutType, bool answers) =>
        Keyword.IsAnsweredByTwilio(text, number, optOutType).ShouldBe(answers);
}
