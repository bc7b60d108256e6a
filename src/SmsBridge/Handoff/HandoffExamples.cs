using SmsBridge.Hosting;

namespace SmsBridge.Handoff;

/// <summary>Handoffs and queues as the OpenAPI document shows them; events are the examples of their own schema.</summary>
internal static class HandoffExamples
{
    public static readonly HandoffView Accepted = HandoffView.Of(
        new HandoffProgress(
            HandoffState.Accepted,
            Story.At(54, 53),
            ExpiredAt: null,
            Story.At(40, 49),
            "dana@example.com",
            EndedAt: null,
            EndReason: null
        ),
        SharedSchemas.EventExample("requested")["data"]!.ToJsonString()
    );
}
