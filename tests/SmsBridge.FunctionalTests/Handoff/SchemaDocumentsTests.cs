using System.Text.Json;
using System.Text.Json.Nodes;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Queues;

namespace SmsBridge.FunctionalTests.Handoff;

public sealed class SchemaDocumentsTests(UsualBridge usual, TestPostgres postgres) : UsualBridgeTests(usual, postgres)
{
    private const string SchemaPath = "/api/v1/schemas/handoff-events.json";
    private const string AsyncApiPath = "/asyncapi/v1.json";

    /// <summary>Every type that the bridge emits, from its own constants.</summary>
    private static readonly string[] Types = typeof(HandoffEventType).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToArray();

    [Theory]
    [InlineData(SchemaPath, "application/schema+json", "docs/handoff-events.schema.json")]
    [InlineData(AsyncApiPath, "application/json", "docs/asyncapi.json")]
    [InlineData("/asyncapi/handoff-events.schema.json", "application/schema+json", "docs/handoff-events.schema.json")]
    public async Task The_api_serves_the_documents_to_anybody_who_reaches_it(string path, string contentType, string file)
    {
        using var stranger = new Operator(Bridge.Instances[0].OpsAddress, key: null);
        using var outside = new Operator(Bridge.Instances[0].PublicAddress, BridgeSettings.Key);

        var answer = await stranger.Get(path);

        answer.Status.ShouldBe(200);
        answer.ContentType.ShouldBe(contentType);
        JsonElement.DeepEquals(answer.Json, HandoffSchema.Read(file)).ShouldBeTrue();
        (await outside.Get(path)).Status.ShouldBe(404);
        (await Ops.Get("/openapi/v1.json")).Json.GetProperty("paths").TryGetProperty(path, out _).ShouldBeTrue();
    }

    [Fact]
    public void Every_event_that_the_bridge_emits_is_in_both_documents()
    {
        Types.Length.ShouldBeGreaterThanOrEqualTo(4);
        var asyncApi = HandoffSchema.Read("docs/asyncapi.json");
        var channels = asyncApi.GetProperty("channels").EnumerateObject().ToList();
        channels.Select(c => c.Name).ShouldBe(["pull", "rabbitmq", "webhook", "stream"]);

        foreach (var type in Types)
        {
            HandoffSchema.Definitions.ShouldContainKey(type);
            foreach (var channel in channels)
            {
                channel
                    .Value.GetProperty("messages")
                    .EnumerateObject()
                    .Select(m => Follow(asyncApi, m.Value).GetProperty("name").GetString())
                    .ShouldContain(type, channel.Name);
            }
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_message_to_its_own_definition()
    {
        var asyncApi = HandoffSchema.Read("docs/asyncapi.json");
        asyncApi.GetProperty("asyncapi").GetString().ShouldBe("3.0.0");

        var references = References(asyncApi).ToList();

        references.Count.ShouldBeGreaterThan(30);
        foreach (var reference in references)
        {
            Resolve(asyncApi, reference).ValueKind.ShouldBe(JsonValueKind.Object, reference);
        }

        foreach (var message in asyncApi.GetProperty("components").GetProperty("messages").EnumerateObject())
        {
            var payload = message.Value.GetProperty("payload").GetProperty("$ref").GetString()!;
            Resolve(asyncApi, payload).GetProperty("title").GetString().ShouldBe(message.Value.GetProperty("name").GetString());
        }
    }

    [Fact]
    public void The_examples_of_the_schema_are_valid_and_there_is_one_of_each_event()
    {
        foreach (var (type, definition) in HandoffSchema.Definitions)
        {
            var example = Example(definition);
            example.GetProperty("type").GetString().ShouldBe(type);
            HandoffSchema.Schema.Errors(example).ShouldBeEmpty(type);
        }
    }

    [Fact]
    public void The_page_for_newcomers_shows_a_valid_event_of_each_type()
    {
        var shown = Page().Split("```json").Skip(1).Select(block => JsonDocument.Parse(block.Split("```")[0]).RootElement).ToList();

        shown.Select(e => e.GetProperty("type").GetString()).ShouldBe(HandoffSchema.Definitions.Keys, ignoreOrder: true);
        foreach (var example in shown)
        {
            HandoffSchema.Check(example);
        }
    }

    [Theory]
    [InlineData("handoffId", "\"not a uuid\"")]
    [InlineData("destination", "7")]
    [InlineData("customer", null)]
    [InlineData("businessHours", "\"yes\"")]
    [InlineData("routing", """{ "handoffId": "h", "threadId": "t", "number": "n", "customer": "c", "two words": "x" }""")]
    [InlineData("routing", """{ "handoffId": "h", "threadId": "t", "number": "n", "customer": "c", "nested": {} }""")]
    [InlineData(
        "transcript",
        """[{ "from": "nobody", "text": "", "at": "2026-01-01T00:00:00Z", "messageId": "x", "status": null, "media": [] }]"""
    )]
    [InlineData("waitingSince", "\"yesterday\"")]
    public void The_schema_refuses_what_is_not_promised(string member, string? value)
    {
        var example = JsonNode.Parse(Example("requested").GetRawText())!;
        var data = example["data"]!.AsObject();
        data.Remove(member);
        if (value is not null)
        {
            data[member] = JsonNode.Parse(value);
        }

        HandoffSchema.Schema.Errors("requested", JsonSerializer.SerializeToElement(example)).ShouldNotBeEmpty();
    }

    [Fact]
    public void Members_that_are_added_later_are_valid()
    {
        var example = JsonNode.Parse(Example("message").GetRawText())!;
        example["data"]!["later"] = 1;
        example["traceparent"] = "x";

        HandoffSchema.Schema.Errors(JsonSerializer.SerializeToElement(example)).ShouldBeEmpty();
    }

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SmsBridge.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "handoff-events.md"));
    }

    private static JsonElement Example(string definition) =>
        HandoffSchema.Read("docs/handoff-events.schema.json").GetProperty("$defs").GetProperty(definition).GetProperty("examples")[0];

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(m => m.NameEquals("$ref") ? [m.Value.GetString()!] : References(m.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };

    private static JsonElement Follow(JsonElement document, JsonElement element) =>
        element.TryGetProperty("$ref", out var reference) ? Resolve(document, reference.GetString()!) : element;

    private static JsonElement Resolve(JsonElement document, string reference)
    {
        var parts = reference.Split('#');
        parts[0].ShouldBeOneOf("", "./handoff-events.schema.json");
        return parts[1]
            .Split('/')
            .Skip(1)
            .Aggregate(
                parts[0].Length == 0 ? document : HandoffSchema.Read("docs/handoff-events.schema.json"),
                (element, name) => Follow(document, element.GetProperty(name))
            );
    }
}
