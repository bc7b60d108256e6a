using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;

namespace SmsBridge.Queues;

/// <summary>The documents that say what a desk receives. They hold no secrets, and tools that read them have no key.</summary>
internal static class SchemasApi
{
    private const string Schema = "docs/handoff-events.schema.json";

    public static void MapSchemas(this IEndpointRouteBuilder app)
    {
        Map("/api/v1/schemas/handoff-events.json", Schema, "application/schema+json")
            .Documented(
                "getHandoffEventsSchema",
                "JSON Schema of the handoff events",
                "Draft 2020-12; the same on every kind of queue. Needs no key."
            )
            .GivesText("application/schema+json", QueueExamples.Document);
        Map("/asyncapi/v1.json", "docs/asyncapi.json", "application/json")
            .Documented(
                "getAsyncApiDocument",
                "AsyncAPI document of the handoff events",
                "AsyncAPI 3.0: what comes over which kind of queue. Needs no key."
            )
            .GivesText("application/json", QueueExamples.AsyncApi);
        // The AsyncAPI document refers to its neighbour by this name, as the files in docs/ do.
        Map("/asyncapi/handoff-events.schema.json", Schema, "application/schema+json")
            .Documented(
                "getAsyncApiSchema",
                "The same JSON Schema, next to the AsyncAPI document",
                "Where that document refers to it. Needs no key."
            )
            .GivesText("application/schema+json", QueueExamples.Document);

        RouteHandlerBuilder Map(string path, string resource, string contentType)
        {
            var document = Read(resource);
            return app.MapGet(path, Utf8ContentHttpResult () => TypedResults.Text(document, contentType))
                .OnListener(Listener.Ops)
                .WithTags("Schemas");
        }
    }

    private static byte[] Read(string resource)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
