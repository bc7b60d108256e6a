using System.Diagnostics;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Queues;

/// <summary>The span of one attempt to give an event to a queue. Queues hand on what is under way: by <c>traceparent</c>.</summary>
internal static class PublishSpans
{
    public static Activity? Start(PendingDelivery delivery)
    {
        var span = Traces.Continue(delivery.Event.Trace, SpanNames.Publish, ActivityKind.Producer);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(SpanTags.System, "smsbridge");
            span.SetTag(SpanTags.Operation, "send");
            span.SetTag(SpanTags.Destination, delivery.Queue);
            span.SetTag(SpanTags.Message, delivery.Event.Id.ToString());
            span.SetTag(SpanTags.Conversation, delivery.Event.ThreadId.ToString());
            span.SetTag(SpanTags.EventType, delivery.Event.Type);
            span.SetTag(SpanTags.Attempt, delivery.Attempts + 1);
        }

        return span;
    }

    /// <summary>How the attempt that is under way ended.</summary>
    public static void Tell(string outcome, Failure? failure)
    {
        if (Activity.Current is { Source.Name: Traces.Name, IsAllDataRequested: true } span)
        {
            span.SetTag(SpanTags.Outcome, outcome);
            span.Fail(failure);
        }
    }
}
