using SmsBridge.Threads.Turns;

namespace SmsBridge.Tests.Threads;

/// <summary>The sentences of handsets in more languages, signs that are unlike others, and the frame that needs no language.</summary>
public sealed class TapbackFormsTests
{
    private const string Ours = "Your table is booked for Friday at 8pm. Reply CHANGE to move it.";

    [Theory]
    [InlineData("\u200A\u200B👍\u200B to “\u200A{0}\u200A”\u200A")]
    [InlineData("\u200A\u200B👍\u200B à \"\u200A{0}\u200A\"\u200A")]
    [InlineData("\u200B😂\u200B zu „\u200A{0}\u200A“")]
    [InlineData("\u200A\u200C👍\u200C from “\u200A{0}\u200A”\u200A")]
    [InlineData("\u200A\u200B❤️\u200B θέμα «\u200A{0}\u200A»\u200A")]
    public void What_Google_Messages_frames_is_a_reaction_in_any_language(string form) => ShouldBeCertain(form);

    [Theory]
    [InlineData("1️⃣")]
    [InlineData("ℹ️")]
    [InlineData("©️")]
    [InlineData("㊗️")]
    [InlineData("💯")]
    [InlineData("🅰️")]
    [InlineData("🇧🇷")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("👩🏽‍❤️‍💋‍👨🏿")]
    public void Any_emoji_may_be_the_sign(string emoji)
    {
        ShouldBeCertain($"Reacted {emoji} to “{{0}}”");
        ShouldBeCertain($"{emoji} to “{{0}}”");
        ShouldBeCertain($"Removed {emoji} from “{{0}}”");
    }

    [Theory]
    [InlineData("Liked: “{0}”")]
    [InlineData("Liked “{0}”\n")]
    [InlineData("LIKED \"{0}\"")]
    [InlineData("Liked ‘{0}’")]
    [InlineData("Reacted with a Genmoji to “{0}”")]
    // French
    [InlineData("A posé une question sur « {0} »")]
    [InlineData("S’est interrogé(e) sur « {0} »")]
    [InlineData("a ajouté un « J’aime » à « {0} »")]
    [InlineData("A retiré un J’aime de « {0} »")]
    [InlineData("A supprimé un « j’aime » depuis “{0}”")]
    [InlineData("A supprimé un cœur depuis “{0}”")]
    [InlineData("N’aime pas “{0}”")]
    // Spanish
    [InlineData("Le disgustó “{0}”")]
    [InlineData("Hizo énfasis en “{0}”")]
    [InlineData("Ha exclamado por «{0}»")]
    // German
    [InlineData("„{0}“ ein Herz hinzugefügt")]
    [InlineData("„{0}“ ein Ausrufezeichen hinzugefügt")]
    [InlineData("Herz von „{0}“ entfernt")]
    [InlineData("„Gefällt mir“ von „{0}“ entfernt")]
    [InlineData("😂 aus „{0}“ entfernt")]
    [InlineData("Hat auf „{0}“ mit 👍 reagiert")]
    // Dutch quotes with single marks
    [InlineData("Vindt ‘{0}’ leuk")]
    [InlineData("Heeft ‘{0}’ benadrukt")]
    [InlineData("Heeft met 👍 op ‘{0}’ gereageerd")]
    // Others
    [InlineData("Achou graça em “{0}”")]
    [InlineData("Zareagował 👍 na „{0}”")]
    [InlineData("Zaśmiał się z „{0}”")]
    [InlineData("Usunął serce z „{0}”")]
    [InlineData("Очень понравилось «{0}»")]
    [InlineData("Посмеялись над «{0}»")]
    [InlineData("Отмечено «{0}»")]
    [InlineData("Сердечко удалено из «{0}»")]
    [InlineData("Líbilo se „{0}“")]
    [InlineData("Reagoval 👍 na „{0}“")]
    [InlineData("Odstraněno srdce z „{0}“")]
    [InlineData("👍 reagált erre: „{0}”")]
    [InlineData("Nevetett rajta: „{0}”")]
    [InlineData("Харесано “{0}”")]
    [InlineData("Đã phản ứng 👍 với “{0}”")]
    [InlineData("Đã bỏ tim khỏi “{0}”")]
    [InlineData("Tykkäsi viestistä ”{0}”")]
    [InlineData("“{0}” mesajına 👍 ile tepki verdi")]
    [InlineData("對「{0}」按讚")]
    [InlineData("對「{0}」做出 👍 反應")]
    [InlineData("已移除對「{0}」的愛心")]
    [InlineData("“{0}”을(를) 좋아함")]
    public void The_form_alone_is_enough(string form) => ShouldBeCertain(form);

    [Theory]
    [InlineData("Reacted 👍 to an image")]
    [InlineData("Reacted with a sticker to a video")]
    [InlineData("Reacted 🎉 to a link")]
    [InlineData("Questioned an image")]
    [InlineData("Removed 👍 from an image")]
    [InlineData("Reaccionó con 👍 a una imagen")]
    [InlineData("A réagi avec 😂 à une photo")]
    public void So_it_is_for_a_file(string text) => Tapback.Read(text).ShouldBe(new Tapback(null, IsCertain: true));

    [Theory]
    [InlineData("A réagi vite à « la panne »")]
    [InlineData("Question: “Your table is booked” for how many?")]
    [InlineData("Otázka „kdy mám přijít“")]
    [InlineData("I removed “the table” from my order")]
    [InlineData("#1 to “Main Street”")]
    [InlineData("Bonjour « toi »")]
    [InlineData("J’ai adoré « le film »")]
    [InlineData("對「您的餐桌」有問題")]
    [InlineData("„Tisch“ bitte hinzufügen")]
    [InlineData("+1 to “8pm”")]
    [InlineData("\u200Bhello\u200B")]
    public void A_person_wrote_this(string text) => Tapback.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("Liked “Sounds good”", true)]
    [InlineData("Loved “See you at 7”", true)]
    [InlineData("Disliked “ok then”", true)]
    [InlineData("Le gustó “Nos vemos mañana”", true)]
    [InlineData("A aimé « à demain »", true)]
    [InlineData("Loved “The Lord of the Rings”", true)]
    [InlineData("Loved “Lord of the Rings”", false)]
    [InlineData("Loved “La La Land”", false)]
    [InlineData("Liked \"the blue one\"", false)]
    [InlineData("liked “the blue one”", false)]
    [InlineData("Liked “好的”", false)]
    public void Few_words_are_a_handsets_quote_unless_they_may_be_a_title(string text, bool certain) =>
        Tapback.Read(text).ShouldNotBeNull().IsCertain.ShouldBe(certain);

    private static void ShouldBeCertain(string form)
    {
        var tapback = Tapback.Read(string.Format(null, form, Ours)).ShouldNotBeNull();
        tapback.IsCertain.ShouldBeTrue();
        tapback.IsFrom(Ours).ShouldBeTrue($"the quote is {tapback.Quote}");
    }
}
