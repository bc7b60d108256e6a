using System.ComponentModel.DataAnnotations;
using SmsBridge.Hosting;

namespace SmsBridge.Handoff.Desk;

/// <summary>Who takes a handoff.</summary>
/// <param name="AcceptedBy">Whatever the desk calls its person.</param>
internal sealed record AcceptRequest([property: MaxLength(MemberErrors.MaxWords)] string? AcceptedBy = null)
{
    public Dictionary<string, string[]> Errors() => new MemberErrors().Optional("acceptedBy", AcceptedBy, MemberErrors.MaxWords).Found;
}

/// <summary>The right to write, until somebody else accepts.</summary>
/// <param name="ControlToken">To be sent with every text and with the release.</param>
/// <param name="ExpiresAt">Until then the token is good; each message lengthens it.</param>
internal sealed record AcceptResponse(string ControlToken, DateTimeOffset ExpiresAt);

/// <summary>A text of people to the customer.</summary>
/// <param name="Text">Plain text; what is too long goes out as several messages.</param>
/// <param name="ClientMessageId">The caller's id of this text, by which a repeated call is known.</param>
/// <param name="ControlToken">Of the last accept.</param>
internal sealed record MessageRequest(
    [property: Required, MaxLength(MemberErrors.MaxText)] string? Text = null,
    [property: Required, MaxLength(MemberErrors.MaxId)] string? ClientMessageId = null,
    [property: Required, MaxLength(MemberErrors.MaxToken)] string? ControlToken = null
)
{
    public Dictionary<string, string[]> Errors() =>
        new MemberErrors()
            .Required("text", Text, MemberErrors.MaxText)
            .Required("clientMessageId", ClientMessageId, MemberErrors.MaxId)
            .Required("controlToken", ControlToken, MemberErrors.MaxToken)
            .Found;
}

/// <summary>The end of a handoff.</summary>
/// <param name="Reason">Why, in the desk's words; the agent hears of it in the next conversation.</param>
/// <param name="ControlToken">Of the last accept.</param>
internal sealed record ReleaseRequest(
    [property: Required, MaxLength(MemberErrors.MaxWords)] string? Reason = null,
    [property: Required, MaxLength(MemberErrors.MaxToken)] string? ControlToken = null
)
{
    public Dictionary<string, string[]> Errors() =>
        new MemberErrors()
            .Required("reason", Reason, MemberErrors.MaxWords)
            .Required("controlToken", ControlToken, MemberErrors.MaxToken)
            .Found;
}

/// <summary>A handoff that is over.</summary>
/// <param name="HandoffId">The handoff.</param>
/// <param name="ThreadId">Its thread.</param>
/// <param name="State">Of the handoff.</param>
/// <param name="EndReason">As the desk said it.</param>
internal sealed record ReleaseResponse(
    Guid HandoffId,
    Guid ThreadId,
    [property: Words(HandoffState.Released)] string State,
    string EndReason
);

/// <summary>Why people take a thread from the agent, and who.</summary>
/// <param name="Reason">As an agent would say it.</param>
/// <param name="Destination">As an agent would name it.</param>
/// <param name="AcceptedBy">Who has the thread from now on; null: it waits for whoever accepts.</param>
internal sealed record TakeOverRequest(
    [property: MaxLength(MemberErrors.MaxWords)] string? Reason = null,
    [property: MaxLength(MemberErrors.MaxWords)] string? Destination = null,
    [property: MaxLength(MemberErrors.MaxWords)] string? AcceptedBy = null
)
{
    public Dictionary<string, string[]> Errors() =>
        new MemberErrors()
            .Optional("reason", Reason, MemberErrors.MaxWords)
            .Optional("destination", Destination, MemberErrors.MaxWords)
            .Optional("acceptedBy", AcceptedBy, MemberErrors.MaxWords)
            .Found;
}

/// <summary>The handoff that began.</summary>
/// <param name="HandoffId">The handoff.</param>
/// <param name="ControlToken">Null while nobody has accepted.</param>
/// <param name="ExpiresAt">Of the token.</param>
internal sealed record TakeOverResponse(Guid HandoffId, string? ControlToken, DateTimeOffset? ExpiresAt);
