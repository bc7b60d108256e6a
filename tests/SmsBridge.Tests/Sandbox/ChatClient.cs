using System.Net;
using System.Text;
using System.Text.Json;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.Tests.Sandbox;

/// <summary>What one Chat API call was answered.</summary>
internal sealed record ChatAnswer(HttpStatusCode Status, string Text, string? CorrelationId)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? this[string name] => Json.TryGetProperty(name, out var value) ? value.ToString() : null;
}

/// <summary>A plain HTTP caller of the simulated Chat API.</summary>
internal sealed class ChatClient : IDisposable
{
    public const string Customer = "+14155550101";

    private readonly HttpClient http;

    public ChatClient(ChatApiServer chat, string token = "sandbox-connector-token")
    {
        http = new HttpClient { BaseAddress = chat.Url, Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Add("X-API-KEY", "sandbox-api-key");
        http.DefaultRequestHeaders.Add("X-TOKEN", token);
    }

    public Task<ChatAnswer> Create(string? body = null) =>
        Send(
            HttpMethod.Post,
            "/v1/acme-uk/PROJECT-1/chat/create",
            body
                ?? """
                { "variant_id": "VARIANT-1", "channel": "sms", "integration_attributes": { "customer_number": "+14155550101", "brand": "acme" } }
                """
        );

    public async Task<string> Open() => (await Create())["conversation_id"]!;

    public Task<ChatAnswer> Respond(string conversation, string message) =>
        Send(
            HttpMethod.Post,
            "/v1/acme-uk/PROJECT-1/chat/respond",
            new System.Text.Json.Nodes.JsonObject { ["conversation_id"] = conversation, ["message"] = message }.ToJsonString()
        );

    public Task<ChatAnswer> Close(string conversation) =>
        Send(HttpMethod.Put, "/v1/acme-uk/PROJECT-1/chat/close", $$"""{ "conversation_id": "{{conversation}}" }""");

    public async Task<ChatAnswer> Send(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var correlation = response.Headers.TryGetValues("X-PolyAI-Correlation-Id", out var ids) ? ids.Single() : null;
        return new ChatAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(), correlation);
    }

    public void Dispose() => http.Dispose();
}
