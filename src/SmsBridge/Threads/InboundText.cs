namespace SmsBridge.Threads;

/// <summary>One text from a customer, as the channel delivered it.</summary>
/// <param name="ProviderSid">The provider's id; counts once.</param>
/// <param name="Facts">What the provider told about the sender, by attribute name (<c>from_city</c> …); null when nothing.</param>
/// <param name="Media">A JSON list of <c>{ url, contentType }</c>; null when none.</param>
internal sealed record InboundText(
    Guid ThreadId,
    string Number,
    string Customer,
    string Channel,
    string ProviderSid,
    string Text,
    string? Facts,
    string? Media
)
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
}

/// <summary>A recorded text that waits for its turn.</summary>
internal sealed record WaitingText(Guid Id, string Text, string ProviderSid, string? Facts, string? Media);
