namespace SmsBridge.Work;

internal enum ProviderCondition
{
    Works,

    /// <summary>Its circuit is open: it failed too often, and is tried again every few seconds.</summary>
    Failing,

    /// <summary>It refuses the credentials; one call at a time probes whether it still does.</summary>
    Paused,
}

/// <summary>How an agent, a Twilio account or a queue looks from one instance.</summary>
/// <param name="Name">For people, for example <c>agent 'support'</c>.</param>
/// <param name="Reason">Why it is paused.</param>
internal sealed record ProviderState(string Name, ProviderCondition Condition, string? Reason);
