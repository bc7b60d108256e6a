using System.Text.Json;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Agents;

/// <summary>One configured agent, whatever it is reached over. Expected failures are values; what follows from one is decided by its category alone.</summary>
internal interface IAgent
{
    AgentTraits Traits { get; }

    /// <summary>How it looks from this instance: its gate and its circuit.</summary>
    RemoteState State { get; }

    /// <summary>
    /// Opens a session. May be called again for the same customer: a session that nobody knows of must harm nobody.
    /// </summary>
    /// <param name="term">Of the lease under which it is called: once it is over, nobody is called. The same goes for the methods below.</param>
    Task<Attempt<OpenedSession>> Open(OpenRequest request, LeaseTerm term, CancellationToken cancellationToken);

    /// <summary>Gives the agent what the customer wrote.</summary>
    /// <param name="session">The <see cref="OpenedSession.Id"/>.</param>
    /// <returns>
    /// <see cref="FailureCategory.ConversationGone"/>: the agent does not have the session any more, and did not take the message.
    /// <see cref="FailureCategory.UnknownOutcome"/>: it may have taken the message.
    /// </returns>
    Task<Attempt<AgentReply>> Ask(string session, AgentMessage message, LeaseTerm term, CancellationToken cancellationToken);

    /// <summary>Ends a session. May be called again.</summary>
    /// <param name="term">Null: under no lease.</param>
    /// <returns>Null once it is over; <see cref="FailureCategory.ConversationGone"/>: it was over before.</returns>
    Task<Failure?> Close(string session, LeaseTerm? term, CancellationToken cancellationToken);

    /// <summary>What the agent stored beside the conversation for the people who take over, as JSON text; null when there is none in time. Never fails.</summary>
    Task<string?> HandoffState(string session, CancellationToken cancellationToken);

    /// <summary>Where people look at the session; null when no such address is set.</summary>
    string? ConversationLink(string session);

    /// <summary>For <c>doctor</c>: whether the agent can be reached and lets the bridge in. Opens nothing and ends nothing.</summary>
    /// <returns>What it says names the setting at fault, and no secret.</returns>
    Task<Finding> Examine(CancellationToken cancellationToken);
}

/// <param name="AsksAreSafeToRepeat">The agent knows a message that it gets twice by its id: asking again does no harm, however often.</param>
/// <param name="SpeaksUnasked">It may say something that is no answer to <see cref="IAgent.Ask"/>, and answer later than there (<see cref="AgentReply.Later"/>).</param>
internal readonly record struct AgentTraits(bool AsksAreSafeToRepeat, bool SpeaksUnasked = false);

/// <param name="Channel"><c>sms</c> or <c>whatsapp</c>.</param>
/// <param name="Language">BCP 47; null: the agent's own.</param>
internal sealed record OpenRequest(
    string? VariantId,
    IReadOnlyDictionary<string, JsonElement> Attributes,
    string Channel,
    string? Language
);

/// <param name="Id">The agent's; opaque to the bridge.</param>
/// <param name="Greeting">What the agent says first; may be empty.</param>
internal sealed record OpenedSession(string Id, string Greeting);

/// <summary>What one turn tells the agent.</summary>
/// <param name="Id">The same when the same is asked again, so that an agent can know a repetition.</param>
/// <param name="Metadata">A JSON object with what the words cannot say; null when there is nothing.</param>
internal sealed record AgentMessage(Guid Id, string Text, JsonElement? Metadata);

/// <summary>What the agent said.</summary>
/// <param name="Ended">The agent has ended the session.</param>
/// <param name="Handoff">The agent's handoff object verbatim as JSON text; null when it did not hand over.</param>
internal sealed record AgentReply(string Text, bool Ended, string? Handoff, string? CorrelationId)
{
    /// <summary>The agent has the message, and says by itself what it answers (<see cref="AgentTraits.SpeaksUnasked"/>).</summary>
    public bool ComesLater { get; private init; }

    public static AgentReply Later(string? correlationId) => new("", Ended: false, Handoff: null, correlationId) { ComesLater = true };
}
