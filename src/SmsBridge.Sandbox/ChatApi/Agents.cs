namespace SmsBridge.Sandbox.ChatApi;

/// <summary>The scripted agents: who runs which script, and what they answer after which time.</summary>
internal sealed class Agents(ChatApiServerOptions options, ConversationStore store)
{
    private readonly Lock gate = new();
    private readonly Random random = new(options.Seed);

    /// <summary>The script of projects without their own; conversations keep the one they were created with.</summary>
    public AgentScript Script { get; set; } = options.Script;

    public Latency Latency { get; set; } = options.Latency;

    /// <summary>Null when there is no such project.</summary>
    public AgentScript? ScriptOf(string project) => options.Projects.Count == 0 ? Script : options.Projects.GetValueOrDefault(project);

    /// <summary>Takes one turn: records it, thinks, answers by the command's rule or by the script, and ends the conversation if told to.</summary>
    public async Task<RespondAnswer> Think(ChatTurn turn, ScriptRule? command, CancellationToken stopping)
    {
        var conversation = turn.Conversation;
        var number = conversation.Begin(turn);
        store.Turns.Add(turn);
        try
        {
            var rule = command ?? conversation.Script.Find(turn.Message);
            var latency = rule?.LatencySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : NextLatency();
            if (latency > TimeSpan.Zero)
                await Task.Delay(latency, options.Time, stopping);
            var text = rule is { Answers.Count: > 0 } ? rule.Answers[(number - 1) % rule.Answers.Count] : "";
            turn.Response = Placeholders.Fill(text, conversation, turn.Message, number);
            turn.Handoff = rule?.Handoff;
            turn.EndsConversation = rule?.End ?? false;
            turn.EndedAt = options.Time.GetUtcNow();
            turn.EndTimestamp = options.Time.GetTimestamp();
            if (turn.EndsConversation)
                conversation.EndAs(ConversationEnd.Ended, turn.EndedAt.Value);
        }
        finally
        {
            conversation.Finish();
        }
        store.Answered.Add(turn);
        return new RespondAnswer(conversation.Id, turn.Response, turn.EndsConversation, turn.Handoff);
    }

    private TimeSpan NextLatency()
    {
        var latency = Latency;
        lock (gate)
            return latency.Next(random);
    }
}
