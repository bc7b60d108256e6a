using System.Text.Json;
using SmsBridge.Numbers;
using SmsBridge.Twilio.Webhooks;

namespace SmsBridge.Tests.Twilio;

/// <summary>Webhook bodies as they stand on the wire, and what becomes of them.</summary>
public sealed class InboundFieldsTests
{
    private const string Sms =
        "MessageSid=SM00000000000000000000000000000001&AccountSid=AC00000000000000000000000000000001&From=%2B14155550101&To=%2B14155550199";

    private const string WhatsApp =
        "MessageSid=SM00000000000000000000000000000002&From=whatsapp%3A%2B447700900123&To=whatsapp%3A%2B14155550199"
        + "&WaId=447700900123&ProfileName=Zo%C3%AB&ReferralNumMedia=0&NumMedia=0&Body=Hi";

    private const string WhatsAppSender =
        "MessageSid=SM00000000000000000000000000000003&From=whatsapp%3A%2B447700900123&To=whatsapp%3A%2B14155550199";

    [Theory]
    [InlineData(Sms + "&Body=Where+is+my+order%3F&NumMedia=0", "Where is my order?", "sms", null, null)]
    [InlineData(
        Sms + "&Body=hi&NumMedia=0&FromCity=SAN+FRANCISCO&FromState=CA&FromZip=94105&FromCountry=US&ToCity=&ToState=CA",
        "hi",
        "sms",
        """{"from_city":"SAN FRANCISCO","from_state":"CA","from_zip":"94105","from_country":"US"}""",
        null
    )]
    [InlineData(Sms + "&Body=hi&FromCity=&FromState=&FromCountry=US", "hi", "sms", """{"from_country":"US"}""", null)]
    [InlineData(
        Sms + "&Body=&NumMedia=1&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2Fm%2F0&MediaContentType0=image%2Fjpeg",
        "",
        "sms",
        null,
        """[{"url":"https://api.twilio.com/m/0","contentType":"image/jpeg"}]"""
    )]
    [InlineData(
        Sms + "&Body=two&NumMedia=2&MediaUrl0=https%3A%2F%2Fh%2F0&MediaContentType0=image%2Fpng&MediaUrl1=https%3A%2F%2Fh%2F1",
        "two",
        "sms",
        null,
        """[{"url":"https://h/0","contentType":"image/png"},{"url":"https://h/1","contentType":""}]"""
    )]
    [InlineData(WhatsApp, "Hi", "whatsapp", """{"profile_name":"Zoë"}""", null)]
    [InlineData("MessageSid=SM3&From=rcs%3Aguest&To=rcs%3Aacme_agent&Body=yo", "yo", "rcs", null, null)]
    [InlineData("MessageSid=SM4&From=12345&To=%2B14155550199&Body=code", "code", "sms", null, null)]
    [InlineData(Sms, "", "sms", null, null)]
    [InlineData(Sms + "&Body=a%00b%00&FromCity=%00&FromState=C%00A", "ab", "sms", """{"from_state":"CA"}""", null)]
    [InlineData(Sms + "&Body=++keeps+its+blanks%0A", "  keeps its blanks\n", "sms", null, null)]
    [InlineData(Sms + "&Body=hi&NumMedia=", "hi", "sms", null, null)]
    [InlineData(Sms + "&Body=hi&NumMedia=many&MediaUrl0=https%3A%2F%2Fh%2F0", "hi", "sms", null, null)]
    [InlineData(Sms + "&Body=hi&NumMedia=-1&MediaUrl0=https%3A%2F%2Fh%2F0", "hi", "sms", null, null)]
    [InlineData(Sms + "&Body=hi&NumMedia=99999999999&MediaUrl0=https%3A%2F%2Fh%2F0", "hi", "sms", null, null)]
    [InlineData(Sms + "&Body=hi&NumMedia=3", "hi", "sms", null, null)]
    public async Task A_webhook_body_becomes_a_text(string body, string text, string channel, string? facts, string? media)
    {
        var inbound = (await Webhook.Form(body)).ToText();
        inbound.Text.ShouldBe(text);
        inbound.Channel.ShouldBe(channel);
        Same(inbound.Facts, facts);
        Same(inbound.Media, media);
    }

    [Theory]
    // Buttons
    [InlineData("Body=Yes&ButtonText=Yes&ButtonPayload=confirm_1&NumMedia=0", "Yes", "button", """{"button_payload":"confirm_1"}""")]
    [InlineData("Body=&ButtonText=Track+my+order&ButtonPayload=track", "Track my order", "button", """{"button_payload":"track"}""")]
    [InlineData("Body=&ButtonPayload=track", "track", "button", """{"button_payload":"track"}""")]
    [InlineData("Body=Yes&ButtonText=Yes&ButtonPayload=", "Yes", "button", null)]
    [InlineData("Body=Tuesday&ListId=tue&ListTitle=Tuesday&MessageType=interactive", "Tuesday", "button", """{"button_payload":"tue"}""")]
    // Places
    [InlineData(
        "Body=&Latitude=51.5&Longitude=-0.12&Address=1+High+Street%2C+London&Label=Acme+Store&MessageType=location",
        "Location: Acme Store, 1 High Street, London (51.5, -0.12)",
        "location",
        """{"location":{"latitude":51.5,"longitude":-0.12,"address":"1 High Street, London","label":"Acme Store"}}"""
    )]
    [InlineData(
        "Body=&Latitude=37.7749&Longitude=-122.4194",
        "Location: 37.7749, -122.4194",
        "location",
        """{"location":{"latitude":37.7749,"longitude":-122.4194}}"""
    )]
    [InlineData(
        "Body=I+am+here&Latitude=1&Longitude=2&Label=Home",
        "I am here\nLocation: Home (1, 2)",
        "location",
        """{"location":{"latitude":1,"longitude":2,"label":"Home"}}"""
    )]
    [InlineData("Body=hi&Latitude=north&Longitude=2", "hi", null, null)]
    [InlineData("Body=hi&Latitude=51.5", "hi", null, null)]
    // Answers to a certain message
    [InlineData(
        "Body=this+one&OriginalRepliedMessageSid=SM9&OriginalRepliedMessageSender=whatsapp%3A%2B14155550199",
        "this one",
        null,
        """{"in_reply_to":"SM9"}"""
    )]
    // Files are no text, and still something
    [InlineData("Body=&NumMedia=1&MediaUrl0=https%3A%2F%2Fh%2F0&MediaContentType0=text%2Fvcard&MessageType=contacts", "", null, null)]
    [InlineData("Body=&NumMedia=1&MediaUrl0=https%3A%2F%2Fh%2F0&MediaContentType0=image%2Fwebp&MessageType=sticker", "", null, null)]
    [InlineData("Body=&NumMedia=1&MediaUrl0=https%3A%2F%2Fh%2F0&MediaContentType0=audio%2Fogg&MessageType=audio", "", null, null)]
    // A channel that knows reactions says so itself
    [InlineData("Body=%F0%9F%91%8D&NumMedia=0&MessageType=reaction", "👍", "reaction", null)]
    // Nothing
    [InlineData("Body=&NumMedia=0&MessageType=unsupported", "", "unsupported", null)]
    [InlineData("Body=+%0A&NumMedia=0", " \n", "unsupported", null)]
    [InlineData("Body=%EF%BF%BC&NumMedia=0", "\uFFFC", "unsupported", null)]
    [InlineData("Body=%E2%80%8B%EF%B8%8F&NumMedia=0", "\u200B\uFE0F", "unsupported", null)]
    [InlineData("Body=%EF%BF%BC&ButtonText=Yes", "Yes", "button", null)]
    [InlineData("Body=%EF%BF%BC&Latitude=1&Longitude=2", "Location: 1, 2", "location", """{"location":{"latitude":1,"longitude":2}}""")]
    [InlineData("Body=%EF%BF%BC&NumMedia=1&MediaUrl0=https%3A%2F%2Fh%2F0&MediaContentType0=image%2Fgif", "", null, null)]
    // Groups
    [InlineData("Body=hi&OtherRecipients0=%2B14155550102", "hi", null, """{"group":true,"group_others":1}""")]
    [InlineData(
        "Body=hi&OtherRecipients0=%2B14155550102&OtherRecipients1=%2B14155550103&OtherRecipients3=%2B14155550104",
        "hi",
        null,
        """{"group":true,"group_others":2}"""
    )]
    [InlineData("Body=hi&OtherRecipients0=", "hi", null, null)]
    public async Task What_comes_instead_of_words_becomes_words(string body, string text, string? kind, string? details)
    {
        var inbound = (await Webhook.Form($"{WhatsAppSender}&{body}")).ToText();
        inbound.Text.ShouldBe(text);
        inbound.Kind.ShouldBe(kind);
        Same(inbound.Details, details);
    }

    [Fact]
    public async Task A_text_has_both_addresses_the_providers_id_and_the_thread_of_the_two()
    {
        var inbound = (await Webhook.Form(Sms + "&Body=hi")).ToText();
        inbound.Number.ShouldBe("+14155550199");
        inbound.Customer.ShouldBe("+14155550101");
        inbound.ProviderSid.ShouldBe("SM00000000000000000000000000000001");
        inbound.ThreadId.ShouldBe(ThreadId.Of("+14155550199", "+14155550101"));
        inbound.Id.Version.ShouldBe(7);
    }

    [Fact]
    public async Task More_than_ten_media_are_cut_to_ten()
    {
        var media = string.Concat(
            Enumerable.Range(0, 12).Select(i => $"&MediaUrl{i}=https%3A%2F%2Fh%2F{i}&MediaContentType{i}=image%2Fgif")
        );
        var inbound = (await Webhook.Form($"{Sms}&NumMedia=12{media}")).ToText();
        using var json = JsonDocument.Parse(inbound.Media!);
        json.RootElement.EnumerateArray()
            .Select(m => m.GetProperty("url").GetString())
            .ShouldBe(Enumerable.Range(0, 10).Select(i => $"https://h/{i}"));
    }

    [Fact]
    public async Task Fields_that_we_do_not_know_are_passed_over() =>
        (await Webhook.Form(Sms + "&Body=hi&ChannelMetadata=%7B%7D&Latitude=1.5&Tomorrow=news")).ToText().Text.ShouldBe("hi");

    private static void Same(string? actual, string? expected)
    {
        (actual is null).ShouldBe(expected is null);
        if (actual is not null)
        {
            using var a = JsonDocument.Parse(actual);
            using var b = JsonDocument.Parse(expected!);
            JsonElement.DeepEquals(a.RootElement, b.RootElement).ShouldBeTrue($"{actual} is not {expected}");
        }
    }
}
