namespace SmsBridge.Handoff;

/// <summary>A CloudEvent for the desk, ready to be written to the outbox.</summary>
/// <param name="Json">The whole event in CloudEvents 1.0 structured JSON.</param>
internal sealed record HandoffEvent(Guid Id, Guid ThreadId, Guid HandoffId, string Type, string Queue, string Json);

/// <summary>The agent passed a thread to people.</summary>
/// <param name="Data">The <c>data</c> of the requested event.</param>
internal sealed record NewHandoff(Guid Id, Guid ConversationId, string Queue, string Data, HandoffEvent Requested);

/// <summary>Types of handoff events.</summary>
internal static class HandoffEventType
{
    public const string Requested = "smsbridge.handoff.requested.v1";
    public const string Message = "smsbridge.handoff.message.v1";
    public const string Released = "smsbridge.handoff.released.v1";
    public const string Expired = "smsbridge.handoff.expired.v1";
}
