using SmsBridge.Numbers;

namespace SmsBridge.Threads;

/// <summary>What a turn needs to know of its thread.</summary>
internal sealed record ThreadContext(Guid Id, string Number, string Customer, string Channel, string State, Conversation? Conversation);

/// <summary>The open conversation of a thread.</summary>
/// <param name="Settings">The number document when it was opened.</param>
internal sealed record Conversation(Guid Id, string ChatConversationId, string Agent, NumberDocument Settings);

/// <summary>What a leased turn has in hand: the thread and its waiting texts in order.</summary>
internal sealed record PendingTexts(ThreadContext Thread, IReadOnlyList<WaitingText> Texts);
