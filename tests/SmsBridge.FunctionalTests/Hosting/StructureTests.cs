using System.Text;
using System.Text.Json;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Hosting;

namespace SmsBridge.FunctionalTests.Hosting;

/// <summary>The document is one that tools can read, and does not contradict what is published elsewhere.</summary>
public sealed class StructureTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    [Fact]
    public async Task A_reader_of_OpenAPI_finds_no_fault_with_it()
    {
        var text = (await Ops.Get("/openapi/v1.json")).Body;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));

        var read = await OpenApiDocument.LoadAsync(
            stream,
            "json",
            new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() }
        );

        read.Diagnostic!.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
        read.Diagnostic.Errors.Select(e => e.ToString()).ShouldBeEmpty();
        read.Diagnostic.Warnings.Select(e => e.ToString()).ShouldBeEmpty();
        read.Document!.Paths.Count.ShouldBe((await ApiDocument.Of(Ops)).Operations.Select(o => o.Path).Distinct().Count());
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_every_component_is_used()
    {
        var document = await ApiDocument.Of(Ops);

        var references = References(document.Root).ToHashSet();

        references.Count.ShouldBeGreaterThan(30);
        foreach (var reference in references)
        {
            var found = reference.Split('/').Skip(1).Aggregate(document.Root, (element, name) => element.GetProperty(name));
            found.ValueKind.ShouldBe(JsonValueKind.Object, reference);
        }

        var schemas = document.Root.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(s => s.Name);
        schemas.Where(s => !references.Contains($"#/components/schemas/{s}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_schema_of_a_number_document_is_that_of_the_numbers_file()
    {
        var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "numbers.schema.json"))).RootElement;
        var number = Schema(await ApiDocument.Of(Ops), SharedSchemas.NumberDocument);

        var expected = file.GetProperty("properties").GetProperty("numbers").GetProperty("items");
        foreach (var keyword in expected.EnumerateObject())
        {
            Normal(number.GetProperty(keyword.Name)).ShouldBe(Normal(keyword.Value), keyword.Name);
        }
    }

    [Fact]
    public async Task Handoff_events_are_those_of_their_own_schema()
    {
        var document = await ApiDocument.Of(Ops);

        foreach (var definition in HandoffSchema.Definitions.Values)
        {
            var example = HandoffSchema
                .Read("docs/handoff-events.schema.json")
                .GetProperty("$defs")
                .GetProperty(definition)
                .GetProperty("examples")[0];
            document.Schemas.Errors(Schema(document, SharedSchemas.HandoffEvent), example).ShouldBeEmpty(definition);
        }

        var wrong = JsonDocument.Parse("""{ "type": "smsbridge.handoff.message.v1", "data": { "text": 7 } }""").RootElement;
        document.Schemas.Errors(Schema(document, SharedSchemas.HandoffEvent), wrong).ShouldNotBeEmpty();
    }

    private static JsonElement Schema(ApiDocument document, string name) =>
        document.Root.GetProperty("components").GetProperty("schemas").GetProperty(name);

    /// <summary>Members in one order: writers have different ones.</summary>
    private static string Normal(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => string.Join(
                ',',
                value.EnumerateObject().OrderBy(m => m.Name).Select(m => $"{m.Name}:{Normal(m.Value)}")
            ),
            JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Normal).Order(StringComparer.Ordinal)),
            _ => value.GetRawText(),
        };

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(m =>
                    m.NameEquals("$ref") && m.Value.ValueKind == JsonValueKind.String ? [m.Value.GetString()!] : References(m.Value)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };
}
