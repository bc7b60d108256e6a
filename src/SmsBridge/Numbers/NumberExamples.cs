using System.Text.Json;
using SmsBridge.Hosting;

namespace SmsBridge.Numbers;

/// <summary>Number documents as the OpenAPI document shows them.</summary>
internal static class NumberExamples
{
    public static readonly NumberDocument Usual = new()
    {
        Number = Story.Number,
        Label = "US support",
        TwilioAccount = "main",
        Agent = Story.Agent,
        VariantId = Story.Variant,
        Language = "en-US",
        Attributes = new Dictionary<string, JsonElement> { ["brand"] = JsonElement.Parse("\"acme\"") },
        Handoff = new HandoffSettings { Queue = "desk" },
    };

    public static readonly Dictionary<string, string[]> Mistakes = new(StringComparer.Ordinal)
    {
        ["agent"] = ["There is no agent 'nobody'. Configured under Agents: support."],
    };
}
