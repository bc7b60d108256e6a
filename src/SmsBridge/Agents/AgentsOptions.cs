using Microsoft.Extensions.Options;

namespace SmsBridge.Agents;

/// <summary>The section <c>Agents</c>: PolyAI projects by the name that number documents use.</summary>
internal sealed class AgentsOptions : Dictionary<string, AgentOptions>;

/// <summary>What agents of every kind have. The rest of the entry is read by the kind.</summary>
internal sealed class AgentOptions
{
    public const string DefaultTransport = "chat";

    /// <summary>What the agent is reached over; <c>chat</c> is PolyAI's Chat API.</summary>
    public string Transport { get; set; } = DefaultTransport;
}

internal sealed class AgentsOptionsValidator(IEnumerable<AgentKind> kinds, IConfiguration configuration) : IValidateOptions<AgentsOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentsOptions options)
    {
        var errors = options.SelectMany(a => Mistakes($"Agents:{a.Key}", a.Value)).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IReadOnlyList<string> Mistakes(string key, AgentOptions agent) =>
        kinds.FirstOrDefault(k => k.Transport == agent.Transport) is { } kind
            ? kind.Mistakes(key, configuration.GetSection(key))
            : [$"{key}:Transport is '{agent.Transport}'. Known transports: {string.Join(", ", kinds.Select(k => k.Transport).Order())}."];
}
