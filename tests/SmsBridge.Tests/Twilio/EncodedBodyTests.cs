using System.Text;
using SmsBridge.Twilio.Webhooks;

namespace SmsBridge.Tests.Twilio;

public sealed class EncodedBodyTests
{
    [Theory]
    [InlineData("Hello, I ordered two lamps last week and only one of them came.")]
    [InlineData("Grüße aus Köln: die Bestellung 4711 ist noch nicht da, was nun? 😀")]
    [InlineData("Zeile eins ist hier zu Ende.\nUnd hier beginnt die zweite Zeile davon.")]
    public void Words_that_came_as_base64_are_read(string words) => EncodedBody.Decode(Base64(words)).ShouldBe(words);

    [Theory]
    [InlineData("ABCD1234EFGH5678IJKL9012MNOP3456QRST7890UVWX1234YZAB5678CDEF9012")]
    [InlineData("c2hvcnQgd29yZHM=")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("This is an ordinary text that has exactly so many signs as base64 would have it.")]
    public void Everything_else_stays(string body) => EncodedBody.Decode(body).ShouldBe(body);

    [Fact]
    public void Base64_of_something_else_than_words_stays()
    {
        var random = new Random(4711);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[45 + 3 * random.Next(40)];
            random.NextBytes(bytes);
            var body = Convert.ToBase64String(bytes);
            EncodedBody.Decode(body).ShouldBe(body);
        }

        var oneWord = Base64(new string('x', 90));
        EncodedBody.Decode(oneWord).ShouldBe(oneWord);
    }

    private static string Base64(string words) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(words.PadRight(words.Length < 45 ? 45 : words.Length)));
}
