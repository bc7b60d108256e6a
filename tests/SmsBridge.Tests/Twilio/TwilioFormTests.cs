using Microsoft.AspNetCore.Http;
using SmsBridge.Twilio.Webhooks;

namespace SmsBridge.Tests.Twilio;

public sealed class TwilioFormTests
{
    [Fact]
    public async Task Fields_are_decoded_and_keep_blanks_and_case()
    {
        var form = await Webhook.Form("Body=+H%C3%A9llo+%2B1+&From=%2B14155550101&Empty=");
        form["Body"].ShouldBe(" Héllo +1 ");
        form["From"].ShouldBe("+14155550101");
        form["Empty"].ShouldBe("");
        form["body"].ShouldBeNull();
        form["Missing"].ShouldBeNull();
    }

    [Fact]
    public async Task For_the_signature_a_repeated_name_has_its_distinct_values_in_order_and_itself_between_them() =>
        (await Webhook.Form("Tag=b&Tag=a&Tag=b&From=x&Empty=&From=x"))
            .ForSignature()
            .OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => $"{f.Key}{f.Value}")
            .ShouldBe(["Empty", "Fromx", "TagaTagb"]);

    [Fact]
    public async Task Names_that_differ_in_case_are_two_fields() =>
        (await Webhook.Form("Tag=1&tag=2")).ForSignature().ShouldBe(new Dictionary<string, string> { ["Tag"] = "1", ["tag"] = "2" });

    [Fact]
    public async Task The_fields_of_a_get_are_in_its_query()
    {
        var form = await TwilioForm.Read(Webhook.Get("/twilio/inbound?Body=Hi+there&From=%2B14155550101"));
        form["Body"].ShouldBe("Hi there");
        form["From"].ShouldBe("+14155550101");
    }

    [Fact]
    public async Task Another_content_type_has_no_fields()
    {
        var request = Webhook.Post("/twilio/inbound", "{\"Body\":\"hi\"}");
        request.ContentType = "application/json";
        (await TwilioForm.Read(request)).ForSignature().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_field_name_longer_than_any_of_Twilios_is_refused() =>
        await Should.ThrowAsync<InvalidDataException>(() => Webhook.Form(new string('f', 5000) + "=1"));
}
