using System.Diagnostics;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Threads.Turns;

/// <summary>Spans of what is done with waiting texts. Several that are dealt with together continue the first one's trace and are linked to the others'.</summary>
internal static class TurnSpans
{
    public static Activity? Start(string span, Lease lease, ThreadContext thread, IReadOnlyList<WaitingText> texts)
    {
        var activity = Traces.Continue(texts[0].Trace, span, ActivityKind.Consumer);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(SpanTags.System, "smsbridge");
            activity.SetTag(SpanTags.Operation, "process");
            activity.SetTag(SpanTags.Message, texts[0].Id.ToString());
            activity.SetTag(SpanTags.Conversation, thread.Id.ToString());
            activity.SetTag(SpanTags.NumberClass, NumberClass.Of(thread.Number));
            activity.SetTag(SpanTags.Attempt, lease.Attempts + 1);
        }

        return activity;
    }

    /// <param name="outcome">What became of the texts, more of which may have joined meanwhile.</param>
    public static void Tell(this Activity? span, TurnOutcome outcome)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        foreach (var text in outcome.Texts.Skip(1))
        {
            span.Link(text.Trace);
        }

        span.SetTag(SpanTags.Messages, outcome.Texts.Count);
        span.SetTag(SpanTags.Agent, outcome.Agent);
        span.SetTag(SpanTags.Outcome, outcome.Result);
        span.Fail(outcome.Failure);
    }
}
