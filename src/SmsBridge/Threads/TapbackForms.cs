using System.Text.RegularExpressions;

namespace SmsBridge.Threads;

/// <summary>
/// The sentences that handsets write for a reaction, each in the language of the handset. Every pattern is a whole message, read with straight
/// quotation marks and plain blanks (<see cref="Tapback"/> sees to that).
/// </summary>
internal static partial class TapbackForms
{
    private const RegexOptions Options =
        RegexOptions.IgnoreCase
        | RegexOptions.CultureInvariant
        | RegexOptions.Singleline
        | RegexOptions.ExplicitCapture
        | RegexOptions.NonBacktracking;

    /// <summary>A long text is cut by some handsets, with or without the closing mark.</summary>
    private const string Quote = """:? ?["'](?<quote>.+)(["']|…|\.\.\.)""";

    /// <summary>No letters and not ASCII alone, so that "50 to" and ":) to" are words of a person.</summary>
    private const string Emoji = """[^\p{L}\p{N}\p{Sc}\s"'\x00-\x7F][^\p{L}\s"']{0,24}""";

    private const string File =
        """((an?|[0-9]+) (image|photo|picture|video|movie|attachment|audio message|voice message|audio|sticker|gif|contact|location|link|file)s?|una (imagen|foto|película)|un (vídeo|video|adjunto|archivo adjunto|mensaje de audio|film|filmato|allegato|message audio|messaggio audio)|une (image|photo|vidéo|pièce jointe)|eine? (bild|foto|video|anhang|audionachricht)|einen (film|anhang)|un'immagine|una foto|uma (imagem|foto|mensagem de áudio)|um (vídeo|filme|anexo)|een (afbeelding|foto|video|film|bijlage|audiobericht))""";

    /// <summary>Verbs that a person could begin an answer with as well.</summary>
    private const string Feeling =
        """(liked|loved|disliked"""
        + """|(a [^"']{1,30} )?(no )?(le|me|te) (ha |han )?(gustó|gustado|encantó|encantado|gusta|encanta)|le dio risa|le (hizo|ha hecho) gracia|se (rió|ha reído) (de|con)"""
        + """|(a )?(bien )?(aimé|adoré)|a ri (de|à|sur)|n'a pas aimé|j'aime|j'adore"""
        + """|gefällt( mir)?( nicht)?|gefiel( mir)?( nicht)?|liebte?|mag( nicht)?|lacht(e)? über"""
        + """|(non )?(gli |le )?(è )?(piace|piaciuto|piaciuta|piacciono)|(non )?(ha )?(adorato|amato|apprezzato)|ha riso (a|per|di)|mi piace"""
        + """|(não )?(curtiu|gostou( de)?|amou|adorou)|descurtiu|riu( de| com)?|deu risada (de|com)|riu-se (de|com)"""
        + """|leukte|vond leuk|vindt leuk|vond geweldig|lach(t|te) om|houdt van|hield van"""
        + """|gillade?|gillar|älska(r|de)|ogilla(r|de)|skratta(r|de) åt"""
        + """|likte|liker|elske(r|t|de)|mislikte|lo av|syntes godt om|kunne lide|kan lide|grinede af|lo ad"""
        + """|polubił[ao]?|polubiono|pokochał[ao]?|(не )?(понравилось|нравится)|рассмешило|обожаю)""";

    /// <summary>Verbs with a quote behind them that nobody answers with.</summary>
    private const string Remark =
        """(laughed at|emphasi[sz]ed|questioned"""
        + """|(ha )?(exclamó( por)?|enfatizó|enfatizado|destacó|destacado|resaltó|dudó (sobre|de)|cuestionó|cuestionado|preguntó por|puso en duda|puesto en duda)"""
        + """|a (souligné|accentué|mis en avant|mis en évidence|questionné|remis en question)|s'est (exclamée?|interrogée?|questionnée?) (sur|à propos de|de|devant)"""
        + """|(a )?(attribué|retiré|supprimé) la mention "[^"]{1,30}" (à|de)"""
        + """|beton(t|te)|hebt hervor|hob hervor|hinterfrag(t|te)|stellte infrage"""
        + """|ha (enfatizzato|evidenziato|esclamato( per)?|contestato|messo in dubbio|dubitato di|messo in discussione|espresso un dubbio (su|per))"""
        + """|ha (messo|aggiunto) (un |una )?"?[^"]{1,30}"? a"""
        + """|enfatizou|destacou|deu ênfase a|exclamou( sobre)?|questionou|duvidou de|perguntou sobre"""
        + """|benadruk(t|te)|plaatste een vraagteken bij|trok in twijfel"""
        + """|betona(r|de)|ifrågas(a|ä)tt(e|er)|understreke(t|r)|fremhev(et|er)|fremhæve(de|r)|satte spørgsmålstegn ved|stilte spørsmål ved"""
        + """|podkreślił[ao]?|zakwestionował[ao]?|выделено|подчеркнуто|вопрос по поводу)""";

    /// <summary>"Reacted 👍 to", "👍 to", "Ha reaccionado con 👍 a" and their like.</summary>
    private const string Sign =
        $"""(((reacted|(ha )?reaccion(ó|ado)|(a )?réagi|reagiert(e)?|(ha )?reagito|reagiu|reage(erde|ert)|reagerade|reager(te|ede)|zareagował[ao]?|zareagowano|реакция) )?((with|con|avec|par|mit|com|met|med) )?(a sticker|{Emoji}) (to|a|à|auf|op|på|på|na|на)"""
        + """|reacted to)""";

    /// <summary>"Removed a heart from", "Removed 👍 from".</summary>
    private const string Taken =
        """(removed (an? |the )?[^"']{1,30} from"""
        + """|(quitó|eliminó|ha quitado|ha eliminado) [^"']{1,40} (de|a|en)"""
        + """|a (retiré|supprimé|enlevé) [^"]{1,40} (de|du|à|sur|pour)"""
        + """|entfernte [^"']{1,40} (von|aus|bei)|ha (rimosso|tolto|eliminato) [^"]{1,40} (da|a|per)"""
        + """|(removeu|retirou|tirou) [^"']{1,40} (de|em)|verwijderde [^"']{1,40} (van|bij)|tog bort [^"']{1,40} från|fjernet [^"']{1,40} fra|fjernede [^"']{1,40} fra)""";

    /// <summary>Languages that put the quote first or in the middle.</summary>
    private const string Around =
        $"""(reacted to "(?<quote>.+)" with {Emoji}"""
        + """|hat "(?<quote>.+)" (mit "?[^"]{1,30}"? markiert|geliebt|geliked|betont|hervorgehoben|hinterfragt)"""
        + $"""|hat (mit )?{Emoji} auf "(?<quote>.+)" reagiert|hat [^"]{"{1,40}"} (von|bei|aus) "(?<quote>.+)" entfernt"""
        + """|(stellte|stellt) "(?<quote>.+)" infrage|hob "(?<quote>.+)" hervor"""
        + $"""|(vond|vindt) "(?<quote>.+)" (leuk|niet leuk|geweldig|grappig|mooi)|heeft (met )?{Emoji} (op|gereageerd op) "(?<quote>.+)"( gereageerd)?"""
        + """|heeft "(?<quote>.+)" (leuk gevonden|benadrukt|in twijfel getrokken)|trok "(?<quote>.+)" in twijfel"""
        + """|(赞了|爱了|喜欢了?|不喜欢|踩了|大笑|强调了?|质疑了?) ?"(?<quote>.+)"|对 ?"(?<quote>.+)" ?(表示|做出了?|作出了?).{1,20}"""
        + """|"(?<quote>.+)" ?(に|を|へ).{1,30}(した|しました|付けました|つけました)|"(?<quote>.+)" ?(에|을|를).{1,30}(함|했습니다|했음|표시됨)"""
        + """|"(?<quote>.+)" (ifadesini |mesajını )?(beğendi|beğenmedi|sevdi|vurguladı|sorguladı))""";

    [GeneratedRegex($@"\A{Feeling}{Quote}\z", Options)]
    public static partial Regex Feelings();

    [GeneratedRegex($@"\A({Remark}|{Sign}|{Taken}){Quote}\z", Options)]
    public static partial Regex Certain();

    [GeneratedRegex($@"\A{Around}\z", Options)]
    public static partial Regex Enclosing();

    /// <summary>What stands for a quote where the reaction is to a file.</summary>
    [GeneratedRegex($@" {File}\z", Options)]
    public static partial Regex FileAtTheEnd();
}
