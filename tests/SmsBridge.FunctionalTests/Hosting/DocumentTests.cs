using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmsBridge.Admin;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Hosting;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>The document says everything of every endpoint.</summary>
public sealed partial class DocumentTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    private const string How =
        "Say it where the endpoint is mapped: .Documented(id, summary, description), .Takes(…), .Gives(…), .Refuses(…).";

    [Fact]
    public async Task Every_endpoint_of_the_API_is_one_operation_and_every_operation_an_endpoint()
    {
        var document = await ApiDocument.Of(Ops);
        var mapped = Bridge
            .Instances[0]
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(e => (Path: Constraint().Replace($"/{e.RoutePattern.RawText!.Trim('/')}", "}"), Endpoint: e))
            .Where(e => OpenApiFeature.IsDocumented(e.Path))
            .SelectMany(e => e.Endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.Path}"))
            .ToList();

        mapped.Count.ShouldBeGreaterThan(30);
        document.Operations.Select(o => o.Name).ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_operation_says_what_it_is_takes_gives_and_refuses()
    {
        var document = await ApiDocument.Of(Ops);
        var tags = document.Root.GetProperty("tags").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);

        var missing = document.Operations.SelectMany(o => Gaps.Of(o, tags).Select(gap => $"{o.Name} {gap}")).ToList();

        missing.ShouldBeEmpty(How);
        document.Operations.Select(o => o.Id).ShouldBeUnique();
        tags.Keys.ShouldBe(document.Operations.Select(o => o.Json.GetProperty("tags")[0].GetString()!).Distinct(), ignoreOrder: true);
        tags.Values.ShouldAllBe(t => t.GetProperty("description").GetString()!.Length > 5);
    }

    [Fact]
    public async Task Every_member_of_every_schema_is_described()
    {
        var document = await ApiDocument.Of(Ops);

        var silent = document
            .Root.GetProperty("components")
            .GetProperty("schemas")
            .EnumerateObject()
            .SelectMany(s => Properties(s.Value).Where(p => !IsDescribed(p.Value, document)).Select(p => $"{s.Name}.{p.Name}"))
            .ToList();

        silent.ShouldBeEmpty("Write an XML comment: a <summary> for a member, a <param> for one in the head of a record.");
    }

    [Fact]
    public async Task Every_example_is_valid_and_has_no_member_that_is_not_documented()
    {
        var document = await ApiDocument.Of(Ops);
        var undocumented = new UndocumentedMembers(document.Schemas);
        var count = 0;

        foreach (var (where, schema, value) in document.Operations.SelectMany(Examples))
        {
            count++;
            document.Schemas.Errors(schema, value).ShouldBeEmpty($"{where}: {value}");
            undocumented.In(value, schema).ShouldBeEmpty($"{where}: {value}");
        }

        count.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task It_says_what_it_is_where_and_how_to_sign_in()
    {
        var root = (await ApiDocument.Of(Ops)).Root;

        root.GetProperty("openapi").GetString()!.ShouldStartWith("3.1.");
        root.GetProperty("info").GetProperty("title").GetString().ShouldBe("SmsBridge");
        root.GetProperty("info").GetProperty("description").GetString()!.ShouldContain("Authorization: Bearer KEY");
        root.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe(Bridge.Instances[0].OpsAddress);
        var scheme = root.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey");
        scheme.GetProperty("type").GetString().ShouldBe("http");
        scheme.GetProperty("scheme").GetString().ShouldBe("bearer");
    }

    [Fact]
    public async Task The_one_in_the_repository_is_the_one_that_is_served_but_for_the_server()
    {
        var (served, committed) = (
            (await ApiDocument.Of(Ops)).Root,
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "openapi.json"))
        );

        Without(JsonDocument.Parse(committed).RootElement).ShouldBe(Without(served), "Write it anew with: ./dev schemas");

        static string Without(JsonElement document) =>
            string.Join('\n', document.EnumerateObject().Where(m => m.Name != "servers").Select(m => JsonSerializer.Serialize(m.Value)));
    }

    private static IEnumerable<(string Where, JsonElement Schema, JsonElement Value)> Examples(Operation operation) =>
        operation
            .Responses.Where(r => r.Value.TryGetProperty("content", out _))
            .SelectMany(r => r.Value.GetProperty("content").EnumerateObject().Select(m => ($"{operation.Name} {r.Name}", m.Value)))
            .Concat(operation.Body is { } body ? [($"{operation.Name} takes", body)] : [])
            .Where(m => m.Item2.TryGetProperty("examples", out _))
            .SelectMany(m =>
                m.Item2.GetProperty("examples")
                    .EnumerateObject()
                    .Select(e => ($"{m.Item1} ({e.Name})", m.Item2.GetProperty("schema"), e.Value.GetProperty("value")))
            );

    /// <summary>Also those of objects and items inside.</summary>
    private static IEnumerable<JsonProperty> Properties(JsonElement schema) =>
        (
            schema.TryGetProperty("properties", out var properties)
                ? properties.EnumerateObject().SelectMany(p => Properties(p.Value).Prepend(p))
                : []
        )
            .Concat(schema.TryGetProperty("items", out var items) ? Properties(items) : [])
            .Concat(schema.TryGetProperty("allOf", out var parts) ? parts.EnumerateArray().SelectMany(Properties) : []);

    /// <summary>By itself, or by what it refers to; a constant says enough.</summary>
    private static bool IsDescribed(JsonElement member, ApiDocument document) =>
        member.TryGetProperty("description", out _)
        || member.TryGetProperty("const", out _)
        || member.TryGetProperty("oneOf", out var either) && either.EnumerateArray().Any(e => IsDescribed(e, document))
        || member.TryGetProperty("$ref", out _) && document.Schemas.Follow(member).TryGetProperty("description", out _);

    [GeneratedRegex(":[^}]*}", RegexOptions.NonBacktracking)]
    private static partial Regex Constraint();
}
