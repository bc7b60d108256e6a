using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>What the API answered. <see cref="Json"/> is undefined where the body is no JSON.</summary>
internal sealed record Answer(int Status, string? ContentType, string Body, HttpResponseHeaders Headers)
{
    public JsonElement Json { get; } = Parse(Body);

    /// <summary>The member <c>detail</c> and the member <c>errors</c> of problem details, in one string.</summary>
    public string Problem => Json.ValueKind == JsonValueKind.Object ? Json.ToString() : Body;

    private static JsonElement Parse(string body)
    {
        if (body.Length == 0 || body[0] is not ('{' or '['))
        {
            return default;
        }

        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }
}

/// <summary>An operator at the API of one instance.</summary>
/// <param name="through">What all requests go through; null: straight to the instance.</param>
internal sealed class Operator(string address, string? key, HttpMessageHandler? through = null) : IDisposable
{
    private readonly HttpClient http = new(through ?? new SocketsHttpHandler(), disposeHandler: through is null)
    {
        BaseAddress = new Uri(address),
        Timeout = TimeSpan.FromSeconds(60),
    };

    public string Address => address;

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, Text(body));

    public Task<Answer> Put(string path, object body) => Send(HttpMethod.Put, path, Text(body));

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    /// <summary>Puts a number document and expects it to be taken.</summary>
    public async Task Configure(JsonObject document)
    {
        var answer = await Put($"/api/v1/numbers/{Uri.EscapeDataString((string)document["number"]!)}", document);
        answer.Status.ShouldBeOneOf([200, 201], answer.Body);
    }

    public async Task<Answer> Send(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, contentType);
        // A body that is too long is refused before it is sent.
        request.Headers.ExpectContinue = body?.Length > 100_000;
        using var response = await http.SendAsync(request);
        return new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response.Headers
        );
    }

    /// <summary>A file. Throws <see cref="HttpRequestException"/> where the connection breaks off in the middle.</summary>
    public async Task<(int Status, System.Net.Http.Headers.HttpContentHeaders Content, HttpResponseHeaders Headers, byte[] Bytes)> Download(
        string path
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers, response.Headers, await response.Content.ReadAsByteArrayAsync());
    }

    public void Dispose() => http.Dispose();

    private static string? Text(object? body) =>
        body switch
        {
            null => null,
            string text => text,
            JsonNode node => node.ToJsonString(),
            _ => JsonSerializer.Serialize(body, JsonSerializerOptions.Web),
        };
}
