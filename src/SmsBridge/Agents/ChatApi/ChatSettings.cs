namespace SmsBridge.Agents.ChatApi;

/// <summary>Settings of one agent that is reached over the Chat API, bound from <c>Agents:{name}</c>.</summary>
internal sealed class ChatSettings
{
    /// <summary><c>us-1</c>, <c>uk-1</c>, <c>euw-1</c> or <c>studio</c>; needed where there is no <see cref="BaseUrl"/>.</summary>
    public string? Region { get; set; }

    /// <summary>The Chat API's address, instead of <see cref="Region"/>.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The first path segment of the agent's Studio URL, a slug or a prefixed id; passed on unchanged.</summary>
    public string AccountId { get; set; } = "";

    /// <summary>The second path segment of the agent's Studio URL; passed on unchanged.</summary>
    public string ProjectId { get; set; } = "";

    /// <summary>Sent as <c>X-API-KEY</c>. Secret.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Sent as <c>X-TOKEN</c>. Secret.</summary>
    public string ConnectorToken { get; set; } = "";

    /// <summary>Time for one call. Agents usually answer in 0.5 to 5 s, at times in 30 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A page on which people look at a conversation, linked in events. <c>{account_id}</c>, <c>{project_id}</c> and
    /// <c>{conversation_id}</c> are filled in. None: no link.
    /// </summary>
    public string? ConversationUrl { get; set; }

    /// <summary>Adds what the agent stored for PolyAI's Handoff API to the event of a handoff, as <c>handoffState</c>.</summary>
    public bool HandoffState { get; set; }

    /// <summary>
    /// How long the event, and the customer's reply with it, may wait for that; at most <see cref="LongestHandoffState"/>.
    /// </summary>
    public TimeSpan HandoffStateTimeout { get; set; } = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan LongestHandoffState = TimeSpan.FromSeconds(10);

    /// <returns>Null when no <see cref="ConversationUrl"/> is set.</returns>
    public string? ConversationLink(string conversationId) =>
        ConversationUrl is { Length: > 0 } template
            ? template
                .Replace("{account_id}", Uri.EscapeDataString(AccountId), StringComparison.Ordinal)
                .Replace("{project_id}", Uri.EscapeDataString(ProjectId), StringComparison.Ordinal)
                .Replace("{conversation_id}", Uri.EscapeDataString(conversationId), StringComparison.Ordinal)
            : null;

    public Uri? Address => Regions.Address(this);

    /// <summary>The key of the setting that <see cref="Address"/> comes from.</summary>
    public string AddressKey(string agent) => $"Agents:{agent}:{(BaseUrl is { Length: > 0 } ? nameof(BaseUrl) : nameof(Region))}";

    /// <summary>What keeps the service from starting, each with its key and remedy.</summary>
    /// <param name="key"><c>Agents:{name}</c>.</param>
    public IEnumerable<string> Mistakes(string key)
    {
        if (Address is not { Scheme: "http" or "https" })
        {
            yield return BaseUrl is { Length: > 0 }
                ? $"{key}:BaseUrl is no http(s) URL. Write the Chat API's address, or set {key}:Region instead."
                : $"{key}:Region is '{Region}'. Set it to one of {string.Join(", ", Regions.Names)}, or set {key}:BaseUrl.";
        }

        (string Value, string Member, string Source)[] needed =
        [
            (AccountId, nameof(AccountId), "It is the first path segment of the agent's Studio URL."),
            (ProjectId, nameof(ProjectId), "It is the second path segment of the agent's Studio URL."),
            (ApiKey, nameof(ApiKey), "PolyAI provisions it with the Chat API connector."),
            (ConnectorToken, nameof(ConnectorToken), "PolyAI provisions it with the Chat API connector."),
        ];
        foreach (var (_, member, source) in needed.Where(n => string.IsNullOrWhiteSpace(n.Value)))
        {
            yield return $"{key}:{member} is missing. {source}";
        }

        if (Timeout <= TimeSpan.Zero)
        {
            yield return $"{key}:Timeout must be above zero, for example 00:01:00.";
        }

        if (HandoffStateTimeout <= TimeSpan.Zero || HandoffStateTimeout > LongestHandoffState)
        {
            yield return $"{key}:HandoffStateTimeout must be above zero and at most 00:00:10, for example 00:00:02.";
        }

        if (
            ConversationUrl is { Length: > 0 }
            && (!Uri.TryCreate(ConversationLink("x"), UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https"))
        )
        {
            yield return $"{key}:ConversationUrl is no http(s) URL. Write one with {{conversation_id}} in it, for example https://studio.us.poly.ai/{{account_id}}/{{project_id}}/conversations/{{conversation_id}}, or leave it out.";
        }
    }
}

/// <summary>Where the Chat API of each region answers.</summary>
internal static class Regions
{
    public static readonly string[] Names = ["us-1", "uk-1", "euw-1", "studio"];

    public static Uri? Address(ChatSettings agent) =>
        agent.BaseUrl is { Length: > 0 } url ? (Uri.TryCreate(url.TrimEnd('/'), UriKind.Absolute, out var address) ? address : null)
        : agent.Region is "studio" ? new Uri("https://api.studio.poly.ai")
        : Names.Contains(agent.Region) ? new Uri($"https://api.{agent.Region}.platform.polyai.app")
        : null;
}
