using System.Text.Json;
using SmsBridge.Observability;

namespace SmsBridge.Queues;

/// <summary>A CloudEvent for the desk, ready to be written to the outbox.</summary>
/// <param name="Json">The whole event in CloudEvents 1.0 structured JSON.</param>
internal sealed record HandoffEvent(Guid Id, Guid ThreadId, Guid HandoffId, string Type, string Json)
{
    /// <summary>The trace of what caused it, as W3C traceparent; null where nobody traces.</summary>
    public string? Trace { get; init; }

    /// <summary>Belongs to the trace that is under way.</summary>
    /// <param name="more">The members of <c>data</c> behind those that every event has.</param>
    public static HandoffEvent Of(HandoffThread thread, Guid handoff, string type, Action<Utf8JsonWriter> more) =>
        Of(thread, handoff, type, Traces.Current, more);

    public static HandoffEvent Of(HandoffThread thread, Guid handoff, string type, string? trace, Action<Utf8JsonWriter> more)
    {
        var id = Guid.CreateVersion7();
        var data = CloudEvents.Write(json =>
        {
            json.WriteString("handoffId", handoff);
            json.WriteString("threadId", thread.Id);
            json.WriteString("number", thread.Number);
            json.WriteString("customer", thread.Customer);
            more(json);
        });
        return Of(id, thread.Id, handoff, type, thread.Now, data, trace);
    }

    /// <param name="data">A JSON object, taken over verbatim.</param>
    public static HandoffEvent Of(Guid id, Guid thread, Guid handoff, string type, DateTimeOffset time, string data, string? trace) =>
        new(id, thread, handoff, type, CloudEvents.Envelope(id, type, thread, time, data, trace)) { Trace = trace };
}

/// <summary>Whose handoff it is.</summary>
/// <param name="Now">The database's time.</param>
internal sealed record HandoffThread(Guid Id, string Number, string Customer, DateTimeOffset Now);

/// <summary>Types of handoff events.</summary>
internal static class HandoffEventType
{
    public const string Requested = "smsbridge.handoff.requested.v1";
    public const string Message = "smsbridge.handoff.message.v1";
    public const string Released = "smsbridge.handoff.released.v1";
    public const string Expired = "smsbridge.handoff.expired.v1";

    /// <summary>People took the thread, or took it over from each other.</summary>
    public const string Accepted = "smsbridge.handoff.accepted.v1";

    /// <summary>A text of theirs moved on its way to the customer.</summary>
    public const string Delivery = "smsbridge.handoff.delivery.v1";
}
