using System.Text.Json.Nodes;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Outbound;

/// <summary>A system of ours that texts customers unasked.</summary>
internal static class Starter
{
    public static Task<Answer> Starts(Operator ops, Customer customer, string text, string id, Action<JsonObject>? change = null)
    {
        var body = Body(customer.Address, text, id);
        change?.Invoke(body);
        return ops.Post("/api/v1/messages", body);
    }

    public static JsonObject Body(string customer, string text, string id, string number = BridgeSetup.Number) =>
        new()
        {
            ["number"] = number,
            ["customer"] = customer,
            ["text"] = text,
            ["clientMessageId"] = id,
        };

    public static void Refused(Answer answer, int status, string code)
    {
        answer.Status.ShouldBe(status, answer.Body);
        answer.Json.GetProperty("code").GetString().ShouldBe(code);
    }

    /// <summary>What the agent was told on create; null where it was not.</summary>
    public static string? Told(ChatConversation conversation, string name) =>
        conversation.CreateBody.GetProperty("integration_attributes").TryGetProperty(name, out var value) ? value.GetString() : null;

    public static List<Guid> Ids(Answer answer) =>
        [.. answer.Json.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("id").GetGuid())];
}
