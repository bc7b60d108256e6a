using System.Diagnostics;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>The span of one attempt at one text; it goes on with the trace of what wrote the text.</summary>
internal static class SendSpans
{
    public static Activity? Start(Lease lease, UnsentTexts pending, OutboundText text)
    {
        var span = Traces.Continue(text.Trace, SpanNames.Send, ActivityKind.Producer);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(SpanTags.System, "twilio");
            span.SetTag(SpanTags.Operation, "send");
            span.SetTag(SpanTags.Message, text.Id.ToString());
            span.SetTag(SpanTags.Conversation, lease.ThreadId.ToString());
            span.SetTag(SpanTags.NumberClass, NumberClass.Of(pending.Number));
            span.SetTag(SpanTags.Segments, text.Segments);
            span.SetTag(SpanTags.Attempt, lease.Attempts + 1);
        }

        return span;
    }
}
