using System.Text.RegularExpressions;

namespace SmsBridge.Threads.Turns;

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

    /// <summary>
    /// No letters and not ASCII alone, so that "50 to" and ":) to" are words of a person. A keycap begins with its digit, and two signs in boxes
    /// count as a letter and a number.
    /// </summary>
    private const string Emoji =
        """([^\p{L}\p{N}\p{Sc}\s"'\x00-\x7F]|[0-9#*]\uFE0F?\u20E3|[\u2139\u3297\u3299]\uFE0F?)[^\p{L}\s"']{0,24}""";

    private const string File =
        """((an?|[0-9]+) (image|photo|picture|video|movie|attachment|audio message|voice message|audio|sticker|gif|contact|location|link|file)s?|una (imagen|foto|película)|un (vídeo|video|adjunto|archivo adjunto|mensaje de audio|film|filmato|allegato|message audio|messaggio audio)|une (image|photo|vidéo|pièce jointe)|eine? (bild|foto|video|anhang|audionachricht)|einen (film|anhang)|un'immagine|una foto|uma (imagem|foto|mensagem de áudio)|um (vídeo|filme|anexo)|een (afbeelding|foto|video|film|bijlage|audiobericht))""";

    /// <summary>Verbs that a person could begin an answer with as well.</summary>
    private const string Feeling =
        """(liked|loved|disliked"""
        + """|(a [^"']{1,30} )?(no )?(le|me|te) (ha |han )?(gustó|gustado|encantó|encantado|gusta|encanta)|(le |me )?(ha )?(disgust(ó|a|ado))|le (dio|ha dado) risa|le (hizo|ha hecho) gracia|se (rió|ha reído) (de|con)"""
        + """|(a )?(bien )?(aimé|adoré)|a ri (de|à|a|sur|pour)|n'a pas (aimé|apprécié)|n'aime pas|a détesté|j'aime|j'adore"""
        + """|gefällt( mir)?( nicht)?|gefiel( mir)?( nicht)?|liebte?|mag( nicht)?|lacht(e)? über"""
        + """|(non )?(gli |le )?(è )?(piace|piaciuto|piaciuta|piacciono)|(non )?(ha )?(adorato|amato|apprezzato)|ha riso (a|per|di)|mi piace"""
        + """|(não )?(curtiu|gostou( de)?|amou|adorou)|descurtiu|riu( de| com)?|deu risada (de|com)|riu-se (de|com)|achou graça (a|de|em)"""
        + """|leukte|vond leuk|vindt leuk|vond geweldig|lach(t|te) om|houdt van|hield van"""
        + """|gillade?|gillar|älska(r|de)|ogilla(r|de)|skratta(r|de) åt"""
        + """|likte|liker|elske(r|t|de)|mislikte|lo av|syntes godt om|kunne lide|kan lide|grinede af|lo ad"""
        + """|tykkäsi( viestistä)?|rakasti( viestiä)?|nauroi( viestille)?"""
        + """|(po|znie|ulu)?lubił[ao]?|polubiono|pokochał[ao]?|zaśmiał[ao]? się z"""
        + """|(очень |не )?(понравилось|понравился|нравится)|рассмешило|посмея(лись|лся|лась) над|обожаю"""
        + """|(ne)?líb(í|ilo) se|milovan[ýáé]|smál[a]? se|(nem )?kedveli|nevetett rajta|харесано"""
        + """|đã (không )?thích|đã yêu thích|đã cười với)""";

    /// <summary>Verbs with a quote behind them that nobody answers with.</summary>
    private const string Remark =
        """(laughed at|emphasi[sz]ed|questioned"""
        + """|(ha )?(exclamó( por)?|exclamado( por| con)?|enfatizó( en)?|enfatizado|(hizo|hecho|puso|puesto) (énfasis|hincapié) en|destacó|destacado|resaltó|dudó (sobre|de)|dudado (sobre|de)|cuestionó|cuestionado|preguntó por|preguntado (por|sobre)|puso en duda|puesto en duda)"""
        + """|a (souligné|accentué|mis en avant|mis en évidence|insisté sur|questionné|remis en question|mis en doute|posé une question (sur|à propos de))"""
        + """|s'est (exclamé|interrogé|questionné)(e|\(e\))? (sur|à propos de|de|devant)|gras|interrogation"""
        + """|(a )?(attribué|ajouté|retiré|supprimé) (la mention|un|une|le|la) "[^"]{1,30}" (à|de|depuis|sur)"""
        + """|beton(t|te)|hebt hervor|hob hervor|hinterfrag(t|te)|stellte infrage"""
        + """|ha (enfatizzato|evidenziato|esclamato( per)?|contestato|messo in dubbio|dubitato di|messo in discussione|espresso un dubbio (su|per))"""
        + """|ha (messo|aggiunto) (un |una )?"?[^"]{1,30}"? a"""
        + """|enfatizou|destacou|deu ênfase a|exclamou( sobre)?|questionou|duvidou de|perguntou sobre|(pôs|colocou) em causa|não curtiu"""
        + """|benadruk(t|te)|plaatste een vraagteken bij|trok in twijfel"""
        + """|betona(r|de)|ifrågas(a|ä)tt(e|er)|understreke(t|r)|fremhev(et|er)|fremhæve(de|r)|satte spørgsmålstegn ved|stilte spørsmål ved"""
        + """|korosti( viestiä)?|kyseenalaisti( viestin)?"""
        + """|podkreślił[ao]?|zakwestionował[ao]?|выделено|отмечено|подчеркнуто|вопрос по поводу|поставлен вопрос на"""
        + """|zdůrazněno|zdůraznil[a]?|kiemelte|szívecske erre|đã nhấn mạnh|đã đặt dấu hỏi cho)""";

    /// <summary>"Reacted 👍 to", "👍 to", "Ha reaccionado con 👍 a" and their like.</summary>
    private const string Sign =
        """(((reacted|(ha )?reaccion(ó|ado)|(a )?réagi|reagiert(e)?|(ha )?reagito|reagiu|reage(erde|ert)|reagerade|reager(te|ede)|zareagował[ao]?|zareagowano|reagova(l|la|no)|reagoi|đã phản ứng|реакция|эмодзи) )?"""
        + $"""((with|con|avec|par|mit|com|met|med) )?(an? (sticker|genmoji|memoji)|{Emoji}) (to|a|à|au|auf|zu|op|på|till|til|na|on|với|viestiin|на|к|към)"""
        + $"""|{Emoji} reagált erre|reacted to)""";

    /// <summary>"Removed a heart from", "Removed 👍 from".</summary>
    private const string Taken =
        """((removed( an?| the)?|quitó|eliminó|ha (quitado|eliminado|rimosso|tolto)|a (retiré|supprimé|enlevé)|entfernte|removeu|retirou|tirou"""
        + """|verwijderde|tog bort|fjern(et|ede)|usun(ął|ęła)|odstra(něno|něn|nil jsem|nil|nila)|odebrán|премахнато|удалено|đã (bỏ|xóa))"""
        + """ [^"]{1,40} (from|de|a|en|du|à|sur|pour|depuis|von|aus|bei|da|per|em|van|bij|från|fra|z|от|из|khỏi)"""
        + """|a (retiré|supprimé|enlevé) (un|le|la) "[^"]{1,30}" (de|du|à|sur|pour|depuis)"""
        + """|[^"']{1,40} (удал[её]н[оа]? из|eltávolítva (innen|erről)))""";

    /// <summary>Languages of Europe that put the quote first or in the middle, and others below.</summary>
    private const string Around =
        $"""(reacted to "(?<quote>.+)" with {Emoji}"""
        + """|hat "(?<quote>.+)" (mit "?[^"]{1,30}"? markiert|geliebt|geliked|betont|hervorgehoben|hinterfragt)"""
        + $"""|hat (mit )?{Emoji} auf "(?<quote>.+)" reagiert|hat [^"]{"{1,40}"} (von|bei|aus) "(?<quote>.+)" entfernt"""
        + """|(stellte|stellt) "(?<quote>.+)" infrage|hob "(?<quote>.+)" hervor"""
        + """|"(?<quote>.+)" ein(en)? (herz|lachen|ausrufezeichen|fragezeichen|daumen (hoch|runter)) hinzugefügt"""
        + $"""|("[^"]{"{1,30}"}"|herz|lachen|ausrufezeichen|fragezeichen|{Emoji}) (von|aus|bei) "(?<quote>.+)" entfernt"""
        + $"""|hat (auf|über|an) "(?<quote>.+)" (gelacht|mit {Emoji} reagiert|gezweifelt)"""
        + $"""|(vond|vindt) ["'](?<quote>.+)["'] (leuk|niet leuk|geweldig|grappig|mooi)|heeft (met )?{Emoji} (op|gereageerd op) ["'](?<quote>.+)["']( gereageerd)?"""
        + """|heeft ["'](?<quote>.+)["'] (leuk gevonden|geweldig gevonden|benadrukt|in twijfel getrokken)|trok ["'](?<quote>.+)["'] in twijfel)""";

    private const string AroundElsewhere =
        """((赞了|爱了|喜欢了?|不喜欢|踩了|大笑|强调了?|质疑了?) ?"(?<quote>.+)"|[对對] ?"(?<quote>.+)" ?(表示|表達|做出了?|作出了?|按|加上|大笑).{0,20}|已(移除|取消)?.{0,6}[对對] ?"(?<quote>.+)" ?的.{1,20}"""
        + """|"(?<quote>.+)" ?(に|を|へ).{1,30}(した|しました|付けました|つけました)|"(?<quote>.+)" ?(에|을|를).{1,30}(함|했습니다|했음|표시됨|웃음|강조|의문)"""
        + $"""|"(?<quote>.+)" (ifadesini |mesajını )?(beğendi|beğenmedi|sevdi|güldü|vurguladı|sorguladı)|"(?<quote>.+)" (ifadesine|mesajına) ({Emoji} ile tepki verdi|güldü))""";

    [GeneratedRegex($@"\A{Feeling}{Quote}\z", Options)]
    public static partial Regex Feelings();

    [GeneratedRegex($@"\A{Remark}{Quote}\z", Options)]
    private static partial Regex Remarks();

    [GeneratedRegex($@"\A({Sign}|{Taken}){Quote}\z", Options)]
    private static partial Regex Signs();

    [GeneratedRegex($@"\A{Around}\z", Options)]
    private static partial Regex Enclosing();

    [GeneratedRegex($@"\A{AroundElsewhere}\z", Options)]
    private static partial Regex EnclosingElsewhere();

    /// <summary>Sentences that begin or end with the quote or with what stands for it, and that no person writes.</summary>
    public static readonly Regex[] Certain = [Remarks(), Signs()];

    /// <summary>Sentences around the quote.</summary>
    public static readonly Regex[] Enclosed = [Enclosing(), EnclosingElsewhere()];

    /// <summary>
    /// The frame that Google Messages puts around a reaction, whatever the language: the sign between two zero-width marks (other ones where the
    /// reaction is taken back), the quote between two hair spaces. Read in the text as it came.
    /// </summary>
    [GeneratedRegex(
        """\A\s*[^\u200A-\u200C]*[\u200B\u200C][^\u200A-\u200C]{1,40}[\u200B\u200C][^\u200A-\u200C]*\u200A(?<quote>.+)\u200A[^\u200A-\u200C]*\s*\z""",
        Options
    )]
    public static partial Regex Framed();

    /// <summary>What stands for a quote where the reaction is to a file.</summary>
    [GeneratedRegex($@" {File}\z", Options)]
    public static partial Regex FileAtTheEnd();
}
