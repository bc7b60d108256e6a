namespace SmsBridge.Threads.Consent;

/// <summary>
/// The words of consent, by language: the primary subtag of BCP 47. English ones count at every number, the others beside them where the number has
/// their language. Case, accents and punctuation make no difference (<see cref="KeywordForms"/>).
/// </summary>
internal static class KeywordWords
{
    /// <param name="Stop">Words for leaving a list. Not those for ending a contract ("kündigen"), which are what somebody asks the agent for.</param>
    /// <param name="Start">For whoever has opted out; for everybody else they are answers, as YES is.</param>
    internal sealed record Language(string[] Stop, string[] Start, string[] Help);

    /// <summary>Twilio's default lists, which it acts on by itself where the text is the bare word.</summary>
    public static readonly IReadOnlyDictionary<string, string> Default = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["STOP"] = Keyword.Stop,
        ["STOPALL"] = Keyword.Stop,
        ["UNSUBSCRIBE"] = Keyword.Stop,
        ["CANCEL"] = Keyword.Stop,
        ["END"] = Keyword.Stop,
        ["QUIT"] = Keyword.Stop,
        ["REVOKE"] = Keyword.Stop,
        ["OPTOUT"] = Keyword.Stop,
        ["START"] = Keyword.Start,
        ["UNSTOP"] = Keyword.Start,
        ["YES"] = Keyword.Yes,
        ["HELP"] = Keyword.Help,
        ["INFO"] = Keyword.Help,
    };

    /// <summary>One row for each language in which the bridge speaks (<see cref="DefaultWords"/>).</summary>
    public static readonly IReadOnlyDictionary<string, Language> ByLanguage = new Dictionary<string, Language>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        // "Opt out" is two words in the rule that lists it, 47 CFR 64.1200(a)(10).
        ["en"] = new(["OPT OUT", "STOP ALL"], [], []),
        ["es"] = new(
            ["BAJA", "DAR DE BAJA", "DARME DE BAJA", "DARSE DE BAJA", "PARAR", "PARE", "ALTO", "DETENER", "CANCELAR", "SALIR"],
            ["ALTA", "INICIAR", "COMENZAR", "EMPEZAR", "REANUDAR"],
            ["AYUDA"]
        ),
        ["fr"] = new(
            ["ARRET", "ARRETE", "ARRETEZ", "ARRETER", "ARRETT", "STOPPER", "DESABONNER", "ME DESABONNER", "DESINSCRIRE", "DESINSCRIPTION"],
            ["DEBUT", "DEBUTER", "DEMARRER", "COMMENCER", "REPRENDRE"],
            ["AIDE"]
        ),
        ["de"] = new(
            ["STOPP", "STOPPEN", "ABMELDEN", "ABBESTELLEN", "ABMELDUNG", "BEENDEN"],
            ["ANMELDEN", "STARTEN", "BEGINNEN"],
            ["HILFE"]
        ),
        ["it"] = new(
            ["FERMA", "FERMARE", "BASTA", "ANNULLA", "CANCELLA", "CANCELLAMI", "DISISCRIVI", "DISISCRIVIMI", "DISISCRIZIONE", "INTERROMPI"],
            ["INIZIA", "INIZIO", "AVVIA", "ISCRIVI", "ISCRIVIMI", "RIPRENDI"],
            ["AIUTO"]
        ),
        ["pt"] = new(
            ["PARAR", "PARE", "SAIR", "CANCELAR", "DESCADASTRAR", "DESINSCREVER"],
            ["INICIAR", "INÍCIO", "COMEÇAR", "VOLTAR", "INSCREVER", "CADASTRAR"],
            ["AJUDA"]
        ),
        ["nl"] = new(
            ["STOPPEN", "AFMELDEN", "AFMELDING", "UITSCHRIJVEN", "BEËINDIGEN"],
            ["AANMELDEN", "STARTEN", "BEGINNEN", "INSCHRIJVEN"],
            ["HULP"]
        ),
        ["pl"] = new(
            ["STÓJ", "ZATRZYMAJ", "REZYGNUJĘ", "REZYGNACJA", "WYPISZ", "WYPISZ MNIE", "WYŁĄCZ", "ANULUJ", "KONIEC"],
            ["ZAPISZ", "ZAPISZ MNIE", "WZNÓW", "WŁĄCZ"],
            ["POMOC"]
        ),
        ["ja"] = new(
            ["停止", "配信停止", "配信停止希望", "解除", "登録解除", "配信解除", "退会", "中止", "ストップ", "ｽﾄｯﾌﾟ"],
            ["開始", "再開", "配信再開", "スタート", "ｽﾀｰﾄ"],
            ["ヘルプ", "ﾍﾙﾌﾟ"]
        ),
    };

    private static readonly Dictionary<string, string> English = new(Read("en"), StringComparer.Ordinal);

    private static readonly Dictionary<string, Dictionary<string, string>> All = ByLanguage.Keys.ToDictionary(
        language => language,
        Read,
        StringComparer.OrdinalIgnoreCase
    );

    /// <param name="words">As <see cref="KeywordForms"/> has them.</param>
    /// <param name="language">The number's; null: none.</param>
    /// <returns>One of <see cref="Keyword"/>; null: no such word.</returns>
    public static string? Find(string words, string? language) =>
        (All.GetValueOrDefault(language?.Split('-', '_')[0] ?? "") ?? English).GetValueOrDefault(words);

    private static Dictionary<string, string> Read(string language)
    {
        var words = Default.ToDictionary(w => KeywordForms.Fold(w.Key), w => w.Value, StringComparer.Ordinal);
        var own = ByLanguage[language];
        foreach (
            var (list, keyword) in new[]
            {
                (ByLanguage["en"].Stop, Keyword.Stop),
                (own.Stop, Keyword.Stop),
                (own.Start, Keyword.Yes),
                (own.Help, Keyword.Help),
            }
        )
        {
            foreach (var word in list)
            {
                words.TryAdd(KeywordForms.Fold(word), keyword);
            }
        }

        return words;
    }
}
