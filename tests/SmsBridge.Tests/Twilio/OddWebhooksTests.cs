using System.Text.Json;
using SmsBridge.Twilio.Webhooks;

namespace SmsBridge.Tests.Twilio;

/// <summary>Whole webhook bodies, with all that Twilio sends along, and what is read out of them.</summary>
public sealed class OddWebhooksTests
{
    private const string Sms =
        "ToCountry=US&ToState=CA&SmsMessageSid=SM1&NumMedia=0&ToCity=&FromZip=97201&SmsSid=SM1&FromState=OR&SmsStatus=received&FromCity=PORTLAND"
        + "&FromCountry=US&To=%2B14155550199&MessagingServiceSid=MG1&ToZip=&NumSegments=1&MessageSid=SM1&AccountSid=AC1&From=%2B15035550111&ApiVersion=2010-04-01";

    private const string Mms =
        "ToCountry=US&ToState=CA&SmsMessageSid=MM1&ToCity=&FromZip=97201&SmsSid=MM1&FromState=OR&SmsStatus=received&FromCity=PORTLAND"
        + "&FromCountry=US&To=%2B14155550199&ToZip=&NumSegments=1&MessageSid=MM1&AccountSid=AC1&From=%2B15035550111&ApiVersion=2010-04-01";

    private const string WhatsApp =
        "SmsMessageSid=SM2&NumMedia=0&ProfileName=Jo%C3%A3o&SmsSid=SM2&WaId=351912000111&SmsStatus=received&To=whatsapp%3A%2B14155550199&NumSegments=1"
        + "&ReferralNumMedia=0&MessageSid=SM2&AccountSid=AC1&From=whatsapp%3A%2B351912000111&ApiVersion=2010-04-01&Forwarded=false&FrequentlyForwarded=false"
        + "&ChannelMetadata=%7B%22type%22%3A%22whatsapp%22%7D&ExternalUserId=whatsapp%3APT.1";

    private const string Picture = "&NumMedia=1&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2FM%2F0&MediaContentType0=";

    [Theory]
    [InlineData(Sms + "&Body=Is+it+open%3F", "Is it open?", null)]
    [InlineData(Sms + "&Body=%F0%9F%91%8D%F0%9F%8F%BD", "👍🏽", null)]
    [InlineData(Sms + "&Body=a%0D%0Ab%09c", "a\r\nb\tc", null)]
    [InlineData(Sms + "&Body=%EF%BB%BFhi", "\uFEFFhi", null)]
    [InlineData(Sms + "&Body=100%25+%26+%2B1", "100% & +1", null)]
    // Keywords, with and without a word from Twilio
    [InlineData(Sms + "&Body=Stop%20", "Stop ", "stop")]
    [InlineData(Sms + "&Body=STOP%E2%80%8B", "STOP\u200B", "stop")]
    [InlineData(Sms + "&Body=Stop.+Thank+you", "Stop. Thank you", null)]
    [InlineData(Sms + "&Body=Arr%C3%AAt&OptOutType=STOP", "Arrêt", "stop")]
    [InlineData(Sms + "&Body=Join&OptOutType=START", "Join", "start")]
    [InlineData(Sms + "&Body=Ayuda&OptOutType=HELP", "Ayuda", "help")]
    [InlineData(Sms + "&Body=Hello&OptOutType=", "Hello", null)]
    [InlineData(Sms + "&Body=yes", "yes", "yes")]
    [InlineData(Mms + "&Body=STOP&NumMedia=1&MediaContentType0=image%2Fgif&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2FM%2F0", "STOP", "stop")]
    // Buttons
    [InlineData(
        WhatsApp + "&Body=Confirm&ButtonText=Confirm&ButtonPayload=%7Bid%3A7%7D&MessageType=interactive",
        "Confirm",
        "button",
        """{"button_payload":"{id:7}"}"""
    )]
    [InlineData(WhatsApp + "&Body=Msg&ButtonText=Confirm", "Msg", "button")]
    [InlineData(WhatsApp + "&Body=Confirm&MessageType=button", "Confirm", "button")]
    [InlineData(WhatsApp + "&ButtonPayload=go_on&ButtonText=Go+on", "Go on", "button", """{"button_payload":"go_on"}""")]
    [InlineData(
        WhatsApp
            + "&Body=%F0%9F%87%AC%F0%9F%87%A7+English&ListId=lang_en&ListTitle=%F0%9F%87%AC%F0%9F%87%A7+English&MessageType=interactive",
        "🇬🇧 English",
        "button",
        """{"button_payload":"lang_en"}"""
    )]
    [InlineData(WhatsApp + "&Body=Yes&ButtonText=Yes&ButtonPayload=y", "Yes", "button", """{"button_payload":"y"}""")]
    [InlineData(WhatsApp + "&Body=Stop&ButtonText=Stop&ButtonPayload=optout", "Stop", "stop", """{"button_payload":"optout"}""")]
    [InlineData(WhatsApp + "&Body=&ButtonText=STOP&ButtonPayload=x1", "STOP", "stop", """{"button_payload":"x1"}""")]
    [InlineData(WhatsApp + "&Body=Stop+promotions&ButtonText=Stop+promotions", "Stop promotions", "button")]
    // Other kinds
    [InlineData(WhatsApp + "&Body=Ol%C3%A1&Forwarded=true&MessageType=text", "Olá", null)]
    [InlineData(
        WhatsApp + "&Body=Is+it+still+on%3F&ReferralBody=Half+price&ReferralHeadline=Sale&ReferralSourceType=ad",
        "Is it still on?",
        null
    )]
    [InlineData(
        WhatsApp + "&Body=%E2%9D%A4%EF%B8%8F&MessageType=reaction&OriginalRepliedMessageSid=SM9",
        "❤️",
        "reaction",
        """{"in_reply_to":"SM9"}"""
    )]
    [InlineData(WhatsApp + "&Body=&MessageType=order", "", "unsupported")]
    [InlineData(
        WhatsApp + "&Body=&Latitude=38.7223&Longitude=-9.1393&Address=&Label=&MessageType=location",
        "Location: 38.7223, -9.1393",
        "location",
        """{"location":{"latitude":38.7223,"longitude":-9.1393}}"""
    )]
    [InlineData(WhatsApp + "&Body=hi&Latitude=&Longitude=&Address=&Label=", "hi", null)]
    public async Task A_body_is_read(string body, string text, string? kind, string? details = null)
    {
        var inbound = (await Webhook.Form(body)).ToText();
        inbound.Text.ShouldBe(text);
        inbound.Kind.ShouldBe(kind);
        if (details is null)
        {
            inbound.Details.ShouldBeNull();
        }
        else
        {
            JsonElement
                .DeepEquals(JsonDocument.Parse(inbound.Details!).RootElement, JsonDocument.Parse(details).RootElement)
                .ShouldBeTrue(inbound.Details);
        }
    }

    [Theory]
    [InlineData("image%2Fheic", "image/heic")]
    [InlineData("text%2Fx-vcard", "text/x-vcard")]
    [InlineData("audio%2Famr", "audio/amr")]
    [InlineData("video%2F3gpp", "video/3gpp")]
    [InlineData("application%2Fpdf", "application/pdf")]
    [InlineData("", "")]
    public async Task A_file_without_a_text_is_something(string type, string contentType)
    {
        var inbound = (await Webhook.Form(Mms + Picture + type)).ToText();

        inbound.Text.ShouldBeEmpty();
        inbound.Kind.ShouldBeNull();
        using var media = JsonDocument.Parse(inbound.Media!);
        media.RootElement[0].GetProperty("contentType").GetString().ShouldBe(contentType);
    }
}
