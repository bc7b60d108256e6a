using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SmsBridge.Hosting;
using SmsBridge.Queues;

namespace SmsBridge.Admin;

/// <summary>What the types say less of than the API keeps: words, durations, descriptions, who refuses unknown members.</summary>
internal sealed class SchemaRules(XmlComments comments) : IOpenApiSchemaTransformer
{
    private const string Duration = @"^-?[0-9]{2,}:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?$";

    /// <summary>Null: the schema stands where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        (Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(JsonElement) ? null
        : type.Type == typeof(EventJson) ? SharedSchemas.HandoffEvent
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("View", "", StringComparison.Ordinal);

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (schema.Type?.HasFlag(JsonSchemaType.Integer) == true)
        {
            // Numbers in quotes are read too, but nobody is to write them so.
            (schema.Type, schema.Pattern) = (schema.Type & ~JsonSchemaType.String, null);
        }

        // Their converters are ours, so the package knows nothing of them.
        if (type == typeof(TimeSpan) || type == typeof(DateTimeOffset))
        {
            schema.Type = type == context.JsonTypeInfo.Type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Pattern = type == typeof(TimeSpan) ? Duration : null;
            schema.Format = type == typeof(TimeSpan) ? null : "date-time";
        }

        if (!type.Name.EndsWith("Request", StringComparison.Ordinal))
        {
            // Answers may get more members; only requests are refused for ones that nobody knows.
            schema.AdditionalPropertiesAllowed = true;
        }

        Restrict(schema, context);
        Describe(schema, context, type);
        return Task.CompletedTask;
    }

    private static void Restrict(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var attributes = Attributes(context);
        var isParameter = context.ParameterDescription is not null && context.JsonPropertyInfo is null;
        if (attributes.OfType<WordsAttribute>().FirstOrDefault() is { } words)
        {
            schema.Enum = [.. words.All.Distinct(StringComparer.Ordinal).Select(w => (JsonNode)w)];
            if (schema.Type?.HasFlag(JsonSchemaType.Null) == true && !isParameter)
            {
                schema.Enum.Add(JsonNullSentinel.JsonNull);
            }
        }

        if (attributes.OfType<RequiredAttribute>().Any() || isParameter)
        {
            schema.Type &= ~JsonSchemaType.Null;
        }
    }

    private void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, Type type)
    {
        var isShared = schema.Metadata?.TryGetValue("x-schema-id", out var id) == true && id is string { Length: > 0 };
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object || isShared)
        {
            schema.Description = comments.Of(type);
        }

        if (context.JsonPropertyInfo?.AttributeProvider is not MemberInfo member || comments.Of(member) is not { } said)
        {
            return;
        }

        if (isShared)
        {
            // The package puts it beside the reference.
            schema.Metadata!["x-ref-description"] = said;
        }
        else
        {
            schema.Description = said;
        }
    }

    private static object[] Attributes(OpenApiSchemaTransformerContext context) =>
        context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(inherit: true)
        ?? (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo.GetCustomAttributes(true)
        ?? [];
}
