using System.Net.Http.Headers;
using System.Text.Json;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>The OpenAPI document of a running bridge.</summary>
internal sealed class ApiDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch", "head", "options"];

    private readonly UndocumentedMembers undocumented;

    public ApiDocument(JsonElement root)
    {
        Root = root;
        Schemas = new JsonSchema(root);
        undocumented = new UndocumentedMembers(Schemas);
        Operations =
        [
            .. root.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(p =>
                    p.Value.EnumerateObject()
                        .Where(m => Methods.Contains(m.Name))
                        .Select(m => new Operation(m.Name.ToUpperInvariant(), p.Name, m.Value))
                ),
        ];
    }

    public JsonElement Root { get; }

    public JsonSchema Schemas { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public static async Task<ApiDocument> Of(Operator ops)
    {
        var answer = await ops.Get("/openapi/v1.json");
        answer.Status.ShouldBe(200, answer.Body);
        return new ApiDocument(answer.Json);
    }

    /// <summary>Words go before parameters: <c>/handoffs/events</c> is no id.</summary>
    public Operation? Find(string method, string path) =>
        Operations.Where(o => o.Matches(method, path)).MinBy(o => o.Path.Count(c => c == '{'));

    /// <summary>What an answer has that the document does not say, or the other way round.</summary>
    public IReadOnlyList<string> Mistakes(Operation operation, int status, MediaTypeHeaderValue? type, string body)
    {
        if (!operation.Json.GetProperty("responses").TryGetProperty($"{status}", out var said))
        {
            return [$"the status {status} is not documented: {body}"];
        }

        if (!said.TryGetProperty("content", out var content))
        {
            return body.Length == 0 ? [] : [$"{status} has a body and is documented as empty: {body}"];
        }

        if (!content.TryGetProperty(type?.MediaType ?? "none", out var media) && !content.TryGetProperty("*/*", out media))
        {
            return [$"{status} with the content type {type} is not documented"];
        }

        if (type?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true)
        {
            return [];
        }

        var value = JsonDocument.Parse(body).RootElement;
        var schema = media.GetProperty("schema");
        return [.. Schemas.Errors(schema, value).Concat(undocumented.In(value, schema)).Select(e => $"{status}: {e} in {body}")];
    }
}
