using System.Text.Json;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>An operation of the document.</summary>
internal sealed record Operation(string Method, string Path, JsonElement Json)
{
    public string Name => $"{Method} {Path}";

    public string? Id => Text("operationId");

    /// <summary>Null: needs no key.</summary>
    public string? Role => Text("x-role");

    public JsonElement? Body =>
        Json.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").GetProperty("application/json") : null;

    public IEnumerable<JsonProperty> Responses => Json.GetProperty("responses").EnumerateObject();

    public IEnumerable<JsonElement> Parameters => Json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    public string? Text(string member) => Json.TryGetProperty(member, out var text) ? text.GetString() : null;

    public bool Declares(int status) => Json.GetProperty("responses").TryGetProperty($"{status}", out _);

    /// <summary>The first example of the body.</summary>
    public JsonElement? Example => Body?.GetProperty("examples").EnumerateObject().First().Value.GetProperty("value");

    /// <summary>A path that changes nothing: of things that do not exist, or that the request does not reach.</summary>
    public string SomePath =>
        Path.Replace("{id}", "00000000-0000-0000-0000-000000000000")
            .Replace("{number}", "%2B14155550199")
            .Replace("{customer}", "%2B14155550100")
            .Replace("{name}", "desk")
            .Replace("{index}", "0");

    public bool Matches(string method, string path)
    {
        var (mine, other) = (Path.Split('/'), path.Split('/'));
        return method == Method && mine.Length == other.Length && mine.Zip(other).All(s => s.First.StartsWith('{') || s.First == s.Second);
    }
}
