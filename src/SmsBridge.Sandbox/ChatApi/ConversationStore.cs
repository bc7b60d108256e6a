using System.Collections.Concurrent;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>Everything that the Chat API has seen, in order.</summary>
internal sealed class ConversationStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ChatConversation> byId = new(StringComparer.Ordinal);

    /// <summary>Conversations by customer (the integration attribute <c>customer_number</c>).</summary>
    public Journal<ChatConversation> Creates { get; } = new(time, c => c.Customer);

    /// <summary>Turns by customer, recorded when they start; their answers are filled in later.</summary>
    public Journal<ChatTurn> Turns { get; } = new(time, t => t.Conversation.Customer);

    /// <summary>Turns by customer, recorded when they are about to be answered.</summary>
    public Journal<ChatTurn> Answered { get; } = new(time, t => t.Conversation.Customer);

    /// <summary>Close calls by customer.</summary>
    public Journal<ChatClose> Closes { get; } = new(time, c => c.Conversation.Customer);

    public ChatConversation? Find(string id) => byId.GetValueOrDefault(id);

    public void Add(ChatConversation conversation)
    {
        byId[conversation.Id] = conversation;
        Creates.Add(conversation);
    }
}
