using System.Text.Json;

namespace SmsBridge.FunctionalTests.Fixtures;

/// <summary>The published schema of the handoff events, as the bridge has it in its assembly.</summary>
internal static class HandoffSchema
{
    private static readonly JsonElement Root = Read("docs/handoff-events.schema.json");

    public static JsonSchema Schema { get; } = new(Root);

    /// <summary>The definitions of events by type.</summary>
    public static Dictionary<string, string> Definitions { get; } =
        Root.GetProperty("$defs")
            .EnumerateObject()
            .Where(d => d.Value.TryGetProperty("title", out _))
            .ToDictionary(d => d.Value.GetProperty("title").GetString()!, d => d.Name);

    /// <summary>Every event that a test receives must be valid.</summary>
    public static void Check(JsonElement received)
    {
        var type = received.GetProperty("type").GetString()!;
        Definitions.ShouldContainKey(type, "the schema does not know this event");
        Schema.Errors(Definitions[type], received).ShouldBeEmpty(received.GetRawText());
    }

    public static JsonElement Read(string resource)
    {
        using var stream = typeof(BridgeHost).Assembly.GetManifestResourceStream(resource).ShouldNotBeNull(resource);
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
