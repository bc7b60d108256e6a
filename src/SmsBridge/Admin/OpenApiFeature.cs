using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using SmsBridge.Hosting;

namespace SmsBridge.Admin;

/// <summary><c>/openapi/v1.json</c>: the API as an OpenAPI document, made from the endpoints themselves.</summary>
internal static class OpenApiFeature
{
    public const string DocumentName = "v1";

    /// <summary>What is the API. Pages, metrics and whatever else the listener serves are not, and Twilio's webhooks have Twilio's shapes.</summary>
    private static readonly string[] Paths = ["/api/", "/health/", "/openapi/", "/asyncapi/"];

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) =>
        services.AddOpenApi(
            DocumentName,
            document =>
            {
                document.ShouldInclude = endpoint => IsDocumented($"/{endpoint.RelativePath}");
                document.CreateSchemaReferenceId = SchemaRules.NameOf;
                document.AddSchemaTransformer(new SchemaRules(XmlComments.OfThisAssembly()));
                document.AddOperationTransformer(new OperationRules());
                document.AddDocumentTransformer(new DocumentRules());
            }
        );

    public static void MapOpenApiDocument(this IEndpointRouteBuilder app) =>
        app.MapGet($"/openapi/{DocumentName}.json", Serve)
            .OnListener(Listener.Ops)
            .WithTags("Schemas")
            .Documented("getOpenApiDocument", "This document", "OpenAPI 3.1. Tools that read it have no key, so none is needed.")
            .GivesText("application/json", """{ "openapi": "3.1.1", "info": { "title": "SmsBridge", "version": "v1" }, "paths": {} }""");

    public static bool IsDocumented(string path) => Paths.Any(p => path.StartsWith(p, StringComparison.Ordinal));

    private static async Task<Utf8ContentHttpResult> Serve(
        [FromKeyedServices(DocumentName)] IOpenApiDocumentProvider documents,
        IOptions<OpsOptions> ops,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var document = await documents.GetOpenApiDocumentAsync(cancellationToken);
        var here = ops.Value.BaseUrl is { Length: > 0 } url ? url.TrimEnd('/') : $"{request.Scheme}://{request.Host}{request.PathBase}";
        document.Servers = [new OpenApiServer { Url = here }];
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return TypedResults.Text(json.ToArray(), "application/json");
    }
}
