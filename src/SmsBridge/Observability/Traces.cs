using System.Diagnostics;

namespace SmsBridge.Observability;

/// <summary>
/// The bridge's one source of spans. The trace of a text begins at its webhook and is stored with every row that somebody takes up later.
/// Where nobody listens, nothing is made and nothing is stored.
/// </summary>
internal static class Traces
{
    public const string Name = "SmsBridge";

    public static readonly ActivitySource Source = new(Name);

    /// <summary>What is under way, as W3C traceparent, to be stored with what comes of it; null where nobody traces.</summary>
    public static string? Current => Source.HasListeners() ? Activity.Current?.Id : null;

    /// <summary>A step of what is under way.</summary>
    public static Activity? Start(string span, ActivityKind kind = ActivityKind.Client) => Source.StartActivity(span, kind);

    /// <summary>Goes on with a trace that was stored.</summary>
    /// <param name="stored">Null: it was stored when nobody traced, and a trace begins here.</param>
    public static Activity? Continue(string? stored, string span, ActivityKind kind) =>
        Source.HasListeners() ? Source.StartActivity(span, kind, Context(stored)) : null;

    /// <summary>Says that the span is also about what belongs to another trace.</summary>
    public static void Link(this Activity? span, string? stored)
    {
        if (span is not null && Context(stored) is { TraceId: var trace } other && trace != default)
        {
            span.AddLink(new ActivityLink(other));
        }
    }

    private static ActivityContext Context(string? stored) =>
        ActivityContext.TryParse(stored, traceState: null, isRemote: true, out var context) ? context : default;
}
