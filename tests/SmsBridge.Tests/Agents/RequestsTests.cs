using System.Text.Json;
using SmsBridge.Agents.ChatApi;

namespace SmsBridge.Tests.Agents;

/// <summary>The JSON that goes over the wire, to the letter.</summary>
public sealed class RequestsTests
{
    [Fact]
    public void Create_carries_everything_in_snake_case_and_leaves_attribute_names_alone()
    {
        var attributes = Attributes("""{"brand":"acme","loyaltyTier":2,"nested":{"CamelCase":null}}""");
        var request = new CreateRequest("VARIANT-1", attributes, "sms", "en-US", "en-US");
        JsonSerializer
            .Serialize(request, ChatApiJson.Default.CreateRequest)
            .ShouldBe(
                """{"variant_id":"VARIANT-1","integration_attributes":{"brand":"acme","loyaltyTier":2,"nested":{"CamelCase":null}},"channel":"sms","asr_lang_code":"en-US","tts_lang_code":"en-US"}"""
            );
    }

    [Fact]
    public void Create_leaves_out_what_the_number_does_not_say() =>
        JsonSerializer
            .Serialize(new CreateRequest(null, Attributes("{}"), "whatsapp", null, null), ChatApiJson.Default.CreateRequest)
            .ShouldBe("""{"integration_attributes":{},"channel":"whatsapp"}""");

    [Fact]
    public void Respond_and_close_name_the_conversation()
    {
        JsonSerializer
            .Serialize(new RespondRequest("CONV-1", ""), ChatApiJson.Default.RespondRequest)
            .ShouldBe("""{"conversation_id":"CONV-1","message":""}""");
        JsonSerializer
            .Serialize(
                new RespondRequest("CONV-1", "hi", JsonSerializer.SerializeToElement(new { kind = "button" })),
                ChatApiJson.Default.RespondRequest
            )
            .ShouldBe("""{"conversation_id":"CONV-1","message":"hi","metadata":{"kind":"button"}}""");
        JsonSerializer.Serialize(new CloseRequest("CONV-1"), ChatApiJson.Default.CloseRequest).ShouldBe("""{"conversation_id":"CONV-1"}""");
    }

    private static Dictionary<string, JsonElement> Attributes(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}
