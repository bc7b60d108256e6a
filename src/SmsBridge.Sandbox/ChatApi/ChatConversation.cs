using System.Text.Json;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>One conversation and all it has seen. JSON is kept as the bytes that came over the wire.</summary>
internal sealed class ChatConversation(
    string id,
    string project,
    AgentScript script,
    byte[] createBody,
    string customer,
    DateTimeOffset startedAt
)
{
    private readonly Lock gate = new();
    private readonly List<ChatTurn> turns = new(2);
    private Dictionary<string, int>? failures;
    private int running;

    public string Id { get; } = id;

    /// <summary><c>account/project</c> as in the path.</summary>
    public string Project { get; } = project;

    public AgentScript Script { get; } = script;

    /// <summary>The integration attribute <c>customer_number</c>, or empty.</summary>
    public string Customer { get; } = customer;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whether and how the conversation is over, which decides what further responds are told.</summary>
    public ConversationEnd End { get; private set; }

    public string Channel => CreateBody.TryGetProperty("channel", out var channel) ? channel.ToString() : "webchat";

    /// <summary>The create call's body, parsed anew on every read.</summary>
    public JsonElement CreateBody => ChatJson.Parse(createBody);

    public IReadOnlyList<ChatTurn> Turns
    {
        get
        {
            lock (gate)
                return [.. turns];
        }
    }

    public int TurnCount
    {
        get
        {
            lock (gate)
                return turns.Count;
        }
    }

    /// <summary>The last handoff object, if any.</summary>
    public JsonElement? Handoff => Turns.LastOrDefault(t => t.Handoff is not null)?.Handoff;

    /// <summary>The most responds that ran at the same time; a client that keeps turns in order never makes it exceed 1.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Adds a turn and returns its number, from 1.</summary>
    public int Begin(ChatTurn turn)
    {
        lock (gate)
        {
            turns.Add(turn);
            MostAtOnce = Math.Max(MostAtOnce, ++running);
            return turns.Count;
        }
    }

    public void Finish()
    {
        lock (gate)
            running--;
    }

    public void EndAs(ConversationEnd end, DateTimeOffset at)
    {
        lock (gate)
        {
            End = end;
            EndedAt ??= at;
        }
    }

    /// <summary>Counts the tries of a text that fails on purpose; true for the first <paramref name="times"/>, then it starts afresh.</summary>
    public bool FailsAgain(string text, int times)
    {
        lock (gate)
        {
            failures ??= new Dictionary<string, int>(StringComparer.Ordinal);
            var tries = failures.GetValueOrDefault(text) + 1;
            failures[text] = tries > times ? 0 : tries;
            return tries <= times;
        }
    }
}

/// <summary>How a conversation ended.</summary>
internal enum ConversationEnd : byte
{
    None,

    /// <summary>By the agent, by close, or gone on demand: 410 ChatConversationEnded.</summary>
    Ended,

    /// <summary>400 CHAT_TIMEOUT.</summary>
    TimedOut,

    /// <summary>404 CONVERSATIONS_NOT_FOUND.</summary>
    Missing,
}
