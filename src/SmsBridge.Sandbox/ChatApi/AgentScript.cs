using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>One rule of a script: when the text matches, this is what the agent does.</summary>
/// <param name="When">A regular expression, case ignored, found anywhere in the text.</param>
/// <param name="Answers">One is chosen by the turn's number; placeholders: {text}, {turn}, {variant}, {attribute:name}.</param>
/// <param name="Handoff">The handoff object, any JSON, sent verbatim.</param>
/// <param name="End">Sets end_conversation and ends the conversation.</param>
/// <param name="LatencySeconds">Thinking time of this rule; null: the server's.</param>
internal sealed record ScriptRule(
    string When,
    IReadOnlyList<string> Answers,
    JsonElement? Handoff = null,
    bool End = false,
    double? LatencySeconds = null
)
{
    private readonly Regex pattern = new(When, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public bool Matches(string text) => pattern.IsMatch(text);
}

/// <summary>What an agent says: a greeting on create, then the first rule that matches each text; no match gets an empty answer.</summary>
internal sealed record AgentScript(string Greeting, IReadOnlyList<ScriptRule> Rules)
{
    /// <summary>An agent that echoes, for tests that only follow texts around.</summary>
    public static AgentScript Echo { get; } = new AgentScript("Hello.", []).Otherwise("You said: {text}");

    /// <summary>Adds a rule; the order of the rules is the order of asking.</summary>
    /// <param name="handoff">JSON text.</param>
    public AgentScript On(string when, string answer, string? handoff = null, bool end = false, double? latencySeconds = null)
    {
        JsonElement? json = null;
        if (handoff is not null)
        {
            using var document = JsonDocument.Parse(handoff);
            json = document.RootElement.Clone();
        }
        return this with { Rules = [.. Rules, new ScriptRule(when, [answer], json, end, latencySeconds)] };
    }

    /// <summary>Adds the last rule, for every other text.</summary>
    public AgentScript Otherwise(params IReadOnlyList<string> answers) => this with { Rules = [.. Rules, new ScriptRule("", answers)] };

    public ScriptRule? Find(string text)
    {
        foreach (var rule in Rules)
        {
            if (rule.Matches(text))
                return rule;
        }
        return null;
    }
}
