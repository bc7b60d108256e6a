using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;

namespace SmsBridge.Numbers;

/// <summary>
/// A number document as a request has it, whatever is wrong with it: the framework's reader stops at the first mistake, and the members of a document
/// are all named at once.
/// </summary>
internal sealed record NumberBody(JsonNode? Node) : IBindableFromHttpContext<NumberBody>, IEndpointParameterMetadataProvider
{
    public static async ValueTask<NumberBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException(
                $"Expected a supported JSON media type but got \"{request.ContentType}\".",
                StatusCodes.Status415UnsupportedMediaType
            );
        }

        try
        {
            return new NumberBody(await NumberReader.Parse(request.Body, context.RequestAborted));
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException("The body is no JSON.", StatusCodes.Status400BadRequest, error);
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            // It broke off, or has a chunk whose size is no number that there is: its sender's fault.
            throw new BadHttpRequestException("The body cannot be read.", StatusCodes.Status400BadRequest, error);
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(NumberDocument)));

    /// <summary>The number that it is for; null where it names none that can be read.</summary>
    public string? Number =>
        Node is JsonObject members && members["number"] is JsonValue value && value.TryGetValue<string>(out var number) ? number : null;
}
