using SmsBridge.Threads.Turns;

namespace SmsBridge.Tests.Threads;

/// <summary>Reactions as handsets write them, and texts that only look like one.</summary>
public sealed class TapbackTests
{
    private const string Ours = "Your order has shipped. Track it at https://acme.example/t/1";

    [Theory]
    // iPhone, English
    [InlineData("Liked “{0}”")]
    [InlineData("Loved “{0}”")]
    [InlineData("Disliked “{0}”")]
    [InlineData("Laughed at “{0}”")]
    [InlineData("Emphasized “{0}”")]
    [InlineData("Emphasised “{0}”")]
    [InlineData("Questioned “{0}”")]
    [InlineData("Liked \"{0}\"")]
    [InlineData("Liked “{0}” ")]
    [InlineData("Removed a like from “{0}”")]
    [InlineData("Removed a heart from “{0}”")]
    [InlineData("Removed a dislike from “{0}”")]
    [InlineData("Removed a laugh from “{0}”")]
    [InlineData("Removed an exclamation from “{0}”")]
    [InlineData("Removed a question mark from “{0}”")]
    [InlineData("Reacted 👍 to “{0}”")]
    [InlineData("Reacted 👍🏽 to “{0}”")]
    [InlineData("Reacted ❤️ to “{0}”")]
    [InlineData("Reacted 👩‍👩‍👧 to “{0}”")]
    [InlineData("Reacted with ❤️ to \"{0}\"")]
    [InlineData("Reacted with a sticker to “{0}”")]
    [InlineData("Removed 😂 from “{0}”")]
    [InlineData("Reacted to “{0}” with 🎉")]
    // Android
    [InlineData("👍 to “{0}”")]
    [InlineData("👍 to \"{0}\"")]
    [InlineData("\u200b👍\u200b to “\u200a{0}\u200a”")]
    [InlineData(" ❤️ to “ {0} ” ")]
    [InlineData("‼️ to “{0}”")]
    // Spanish
    [InlineData("Le gustó “{0}”")]
    [InlineData("Le encantó “{0}”")]
    [InlineData("No le gustó “{0}”")]
    [InlineData("Le dio risa “{0}”")]
    [InlineData("Exclamó por “{0}”")]
    [InlineData("Dudó sobre “{0}”")]
    [InlineData("Me gusta «{0}»")]
    [InlineData("Reaccionó con 👍 a “{0}”")]
    [InlineData("Ha reaccionado con 👍 a «{0}»")]
    [InlineData("Quitó un corazón de “{0}”")]
    // French
    [InlineData("A aimé « {0} »")]
    [InlineData("A aimé «\u00a0{0}\u00a0»")]
    [InlineData("A adoré « {0} »")]
    [InlineData("N’a pas aimé « {0} »")]
    [InlineData("A ri de « {0} »")]
    [InlineData("A souligné « {0} »")]
    [InlineData("A attribué la mention « J’aime » à « {0} »")]
    [InlineData("a attribué la mention « Adore » à « {0} »")]
    [InlineData("A retiré la mention « Adore » de « {0} »")]
    [InlineData("a réagi avec 🔥 à « {0} »")]
    [InlineData("A réagi ❤️ à « {0} »")]
    [InlineData("A retiré la réaction 😂 à « {0} »")]
    // German
    [InlineData("Gefällt „{0}“")]
    [InlineData("Gefiel „{0}“")]
    [InlineData("Gefällt mir nicht: „{0}“")]
    [InlineData("Liebt „{0}“")]
    [InlineData("Lachte über „{0}“")]
    [InlineData("Betonte „{0}“")]
    [InlineData("Hinterfragte „{0}“")]
    [InlineData("Hat „{0}“ mit „Gefällt mir“ markiert")]
    [InlineData("Hat mit 👍 auf „{0}“ reagiert")]
    [InlineData("Reagierte mit 👍 auf „{0}“")]
    // Italian
    [InlineData("Ha messo “Mi piace” a “{0}”")]
    [InlineData("Ha messo mi piace a “{0}”")]
    [InlineData("Ha aggiunto un cuore a “{0}”")]
    [InlineData("Ha adorato “{0}”")]
    [InlineData("Piaciuto “{0}”")]
    [InlineData("Ha riso per “{0}”")]
    [InlineData("Ha reagito con 👍 a “{0}”")]
    [InlineData("Ha rimosso un cuore da “{0}”")]
    // Portuguese
    [InlineData("Curtiu “{0}”")]
    [InlineData("Gostou de “{0}”")]
    [InlineData("Amou “{0}”")]
    [InlineData("Não gostou de “{0}”")]
    [InlineData("Riu de “{0}”")]
    [InlineData("Enfatizou “{0}”")]
    [InlineData("Questionou “{0}”")]
    [InlineData("Reagiu com 👍 a “{0}”")]
    [InlineData("Removeu um coração de “{0}”")]
    // Dutch and others
    [InlineData("Vond “{0}” leuk")]
    [InlineData("Heeft “{0}” leuk gevonden")]
    [InlineData("Lachte om “{0}”")]
    [InlineData("Benadrukte “{0}”")]
    [InlineData("Reageerde met 👍 op “{0}”")]
    [InlineData("Gillade ”{0}”")]
    [InlineData("Likte «{0}»")]
    [InlineData("Syntes godt om “{0}”")]
    [InlineData("Понравилось «{0}»")]
    [InlineData("「{0}」を“いいね”しました")]
    [InlineData("“{0}” ifadesini beğendi")]
    public void The_form_of_a_reaction_to_a_whole_text_is_enough(string form)
    {
        var tapback = Tapback.Read(string.Format(null, form, Ours)).ShouldNotBeNull();
        tapback.IsCertain.ShouldBeTrue();
        tapback.IsFrom(Ours).ShouldBeTrue($"the quote is {tapback.Quote}");
    }

    [Theory]
    [InlineData("Liked an image")]
    [InlineData("Loved a movie")]
    [InlineData("Laughed at an attachment")]
    [InlineData("Emphasized an audio message")]
    [InlineData("Liked 3 photos")]
    [InlineData("Removed a heart from an image")]
    [InlineData("Reacted 😂 to an image")]
    [InlineData("👍 to a video")]
    [InlineData("Le gustó una imagen")]
    [InlineData("A aimé une image")]
    [InlineData("Gefällt ein Bild")]
    [InlineData("Curtiu uma imagem")]
    [InlineData("Ha adorato un'immagine")]
    public void A_file_is_reacted_to_without_a_quote(string text) => Tapback.Read(text).ShouldBe(new Tapback(null, IsCertain: true));

    [Theory]
    [InlineData("Liked “Your order has shipped. Track it at…”")]
    [InlineData("Liked “Your order has shipped. Track it…")]
    [InlineData("Loved \"Your order has shipped. Tra...")]
    [InlineData("Liked “Your order has shipped”")]
    [InlineData("Liked “your order has  shipped - track it”")]
    public void A_quote_may_be_cut_short_and_lose_punctuation(string text) => Tapback.Read(text)!.IsFrom(Ours).ShouldBeTrue();

    [Theory]
    [InlineData("Liked “Ok”", "Ok", true)]
    [InlineData("Liked “👍”", "👍 great", true)]
    [InlineData("Loved “The Notebook”", "What is your favourite film?", false)]
    [InlineData("Liked “Thanks!”", "No, thanks!", false)]
    public void A_few_quoted_words_may_be_a_persons_own_so_the_thread_decides(string text, string said, bool from)
    {
        var tapback = Tapback.Read(text)!;
        tapback.IsCertain.ShouldBeFalse();
        tapback.IsFrom(said).ShouldBe(from);
    }

    [Fact]
    public void Two_quotations_are_a_sentence_unless_the_thread_has_them_just_so()
    {
        var tapback = Tapback.Read("Loved “The Matrix” and “Inception”, both of them on “TV”")!;
        tapback.IsCertain.ShouldBeFalse();
        tapback.IsOneQuote.ShouldBeFalse();
        Tapback.Read("Liked “Reply “YES” to go on with your order”")!.IsFrom("Reply “YES” to go on with your order").ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Liked it a lot!")]
    [InlineData("Loved the burger, can I order again?")]
    [InlineData("Loved the movie")]
    [InlineData("Liked the image you sent")]
    [InlineData("I liked “Your order has shipped” but where is it?")]
    [InlineData("Liked “Pasta Carbonara” but can I change my order?")]
    [InlineData("Loved “The Notebook”, do you have it?")]
    [InlineData("Questioned by police")]
    [InlineData("What does “Your order has shipped” mean?")]
    [InlineData("“Your order has shipped”")]
    [InlineData("👍")]
    [InlineData("👍👍 to you too")]
    [InlineData("👍 to that")]
    [InlineData("50 to “Main Street”")]
    [InlineData("Removed the app")]
    [InlineData("Removed a chair from the order")]
    [InlineData("Reacted badly to the cream")]
    [InlineData("Me gusta la pizza")]
    [InlineData("A aimé le film")]
    [InlineData("Gefällt mir")]
    [InlineData("Piace a tutti")]
    [InlineData("Curtiu muito o show")]
    [InlineData("Disliked")]
    [InlineData("Liked \"\"")]
    public void Anything_else_is_a_text(string text) => Tapback.Read(text).ShouldBeNull();
}
