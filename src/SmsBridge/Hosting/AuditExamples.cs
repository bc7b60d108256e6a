using System.Text.Json;

namespace SmsBridge.Hosting;

/// <summary>The audit log as the OpenAPI document shows it.</summary>
internal static class AuditExamples
{
    public static readonly AuditView Renamed = new(
        Story.Other,
        Story.At(35),
        "night shift",
        Story.Key,
        "number.put",
        Story.Number,
        JsonElement.Parse("""{ "number": "+14155550199", "label": null }"""),
        JsonElement.Parse("""{ "number": "+14155550199", "label": "US support" }""")
    );
}
