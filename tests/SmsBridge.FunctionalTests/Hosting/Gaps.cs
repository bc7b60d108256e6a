using System.Text.Json;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>What an operation should say and does not.</summary>
internal static class Gaps
{
    public static IEnumerable<string> Of(Operation operation, Dictionary<string, JsonElement> tags)
    {
        foreach (var member in new[] { "operationId", "summary", "description" })
        {
            if (operation.Text(member) is not { Length: > 0 })
            {
                yield return $"has no {member}";
            }
        }

        if (!operation.Json.TryGetProperty("tags", out var own) || own.GetArrayLength() != 1 || !tags.ContainsKey(own[0].GetString()!))
        {
            yield return "has no tag that DocumentRules.cs describes: .WithTags(…)";
        }

        foreach (var gap in Parameters(operation).Concat(Body(operation)).Concat(operation.Responses.SelectMany(Response)))
        {
            yield return gap;
        }

        if (!operation.Responses.Any(r => r.Name[0] == '2'))
        {
            yield return "has no success";
        }

        foreach (var status in NeedsKey(operation) ? new[] { 401, 429, 500, 503 } : [])
        {
            if (!operation.Declares(status))
            {
                yield return $"does not say {status}";
            }
        }

        if (operation.Path.Contains("{id}") && !operation.Declares(404))
        {
            yield return "has an id and no 404: .Refuses(…)";
        }
    }

    /// <summary>Everything but what anybody may read.</summary>
    private static bool NeedsKey(Operation operation) =>
        operation.Path.StartsWith("/api/", StringComparison.Ordinal)
        && !operation.Path.StartsWith("/api/v1/schemas/", StringComparison.Ordinal);

    private static IEnumerable<string> Parameters(Operation operation)
    {
        var inPath = operation.Path.Split('{').Skip(1).Select(p => p.Split('}')[0]);
        var declared = operation
            .Parameters.Where(p => p.GetProperty("in").GetString() == "path")
            .Select(p => p.GetProperty("name").GetString()!);
        foreach (var name in inPath.Except(declared))
        {
            yield return $"does not declare the path parameter {name}";
        }

        foreach (var parameter in operation.Parameters)
        {
            if (!parameter.TryGetProperty("description", out _))
            {
                yield return $"does not describe the parameter {parameter.GetProperty("name")}: [Description(…)]";
            }

            if (!parameter.GetProperty("schema").TryGetProperty("type", out _))
            {
                yield return $"does not tell the type of the parameter {parameter.GetProperty("name")}";
            }
        }
    }

    private static IEnumerable<string> Body(Operation operation) =>
        operation.Body is { } body && !HasExample(body) ? ["has a body without an example: .Takes(…)"] : [];

    private static IEnumerable<string> Response(JsonProperty response)
    {
        if (!response.Value.TryGetProperty("content", out var content))
        {
            if (response.Name != "204")
            {
                yield return $"has a {response.Name} without content: .Gives(…)";
            }

            yield break;
        }

        foreach (var media in content.EnumerateObject())
        {
            if (!media.Value.TryGetProperty("schema", out _))
            {
                yield return $"has a {response.Name} without a schema";
            }

            // Of a file nothing can be shown.
            if (media.Name != "*/*" && !HasExample(media.Value))
            {
                yield return $"has a {response.Name} without an example: .Gives(…), .GivesText(…) or .Refuses(…)";
            }

            if (response.Name[0] is '4' or '5' && media.Name != "application/problem+json")
            {
                yield return $"has a {response.Name} that is no problem";
            }
        }
    }

    private static bool HasExample(JsonElement media) =>
        media.TryGetProperty("examples", out var examples) && examples.EnumerateObject().Any();
}
