using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace SmsBridge.Hosting;

/// <summary>Writes examples as the API writes its answers.</summary>
internal sealed class Examples(IServiceProvider services)
{
    private readonly JsonSerializerOptions answers = services
        .GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>()
        .Value.SerializerOptions;

    public void Add(IDictionary<string, OpenApiMediaType> content, BodyExample example)
    {
        if (!content.TryGetValue(example.ContentType, out var media))
        {
            content[example.ContentType] = media = new OpenApiMediaType { Schema = SchemaOf(example) };
        }

        media.Examples ??= new Dictionary<string, IOpenApiExample>();
        media.Examples[example.Name] = new OpenApiExample { Value = Write(example) };
    }

    /// <summary>By their codes, where they have one.</summary>
    public static Dictionary<string, IOpenApiExample> Of(IEnumerable<ProblemDetails> problems)
    {
        var examples = new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal);
        foreach (var problem in problems)
        {
            var name =
                problem.Extensions.TryGetValue("code", out var code) ? $"{code}"
                : problem is HttpValidationProblemDetails ? "members"
                : "usual";
            for (var next = 2; examples.ContainsKey(name); next++)
            {
                name = $"{name.Split(' ')[0]} {next}";
            }

            var value = JsonSerializer.SerializeToNode(problem, problem.GetType(), JsonSerializerOptions.Web);
            examples[name] = new OpenApiExample { Value = value };
        }

        return examples;
    }

    private JsonNode? Write(BodyExample example)
    {
        if (example.Value is string text)
        {
            return IsJson(example) ? JsonNode.Parse(text) : text;
        }

        var value = JsonSerializer.SerializeToNode(example.Value, example.Value.GetType(), answers);
        if (example.Status is null && value is JsonObject request)
        {
            // What may be left out is left out.
            foreach (var (name, _) in request.Where(m => m.Value is null).ToList())
            {
                request.Remove(name);
            }
        }

        return value;
    }

    private static OpenApiSchema SchemaOf(BodyExample example) =>
        new() { Type = IsJson(example) ? JsonSchemaType.Object : JsonSchemaType.String };

    private static bool IsJson(BodyExample example) => example.ContentType.EndsWith("json", StringComparison.Ordinal);
}
