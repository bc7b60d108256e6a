using SmsBridge.Hosting;

namespace SmsBridge.Privacy;

/// <summary>What of a customer was held and removed, as the OpenAPI document shows it.</summary>
internal static class PrivacyExamples
{
    public static readonly ErasureAnswer Erased = new(
        Found: true,
        [
            new ErasureReport(
                Observability.Mask.Address(Story.Customer),
                Number: null,
                Found: true,
                new Dictionary<string, long>(StringComparer.Ordinal) { ["messages"] = 12, ["threads"] = 1 },
                OptOutsKept: 0,
                HandoffsEnded: 1
            ),
        ]
    );

    public static readonly string Export = $$"""
        {
          "customer": "{{Story.Customer}}",
          "exportedAt": "2026-11-21T07:42:00Z",
          "threads": [ { "id": "{{Story.Thread}}", "number": "{{Story.Number}}", "messages": [], "conversations": [], "handoffs": [] } ],
          "consents": [],
          "otherAddresses": []
        }
        """;
}
