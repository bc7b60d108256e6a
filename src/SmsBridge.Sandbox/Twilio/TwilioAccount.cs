using System.Text;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>One Twilio account: its SID, its auth tokens (the first is the primary one, which signs webhooks) and its API keys.</summary>
internal sealed class TwilioAccount
{
    private readonly IReadOnlyDictionary<string, string> apiKeys;
    private volatile State state;

    public TwilioAccount(string sid, IReadOnlyList<string> authTokens, IReadOnlyDictionary<string, string>? apiKeys = null)
    {
        Sid = sid;
        this.apiKeys = apiKeys ?? new Dictionary<string, string>();
        state = Build(authTokens);
    }

    /// <summary>The account that the sandbox uses when nothing else is said.</summary>
    public static TwilioAccount Default => new("AC00000000000000000000000000000001", ["0123456789abcdef0123456789abcdef"]);

    public string Sid { get; }

    public string PrimaryToken => state.Tokens[0];

    /// <summary>Rotates the tokens; the first is the new primary one, tokens left out stop working at once.</summary>
    public void SetTokens(params IReadOnlyList<string> tokens) => state = Build(tokens);

    /// <summary>Whether an Authorization header carries this account's SID and token, or one of its API keys.</summary>
    public bool Accepts(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return false;
        return state.Basic.GetAlternateLookup<ReadOnlySpan<char>>().Contains(authorization.AsSpan("Basic ".Length).Trim());
    }

    private State Build(IReadOnlyList<string> tokens)
    {
        if (tokens.Count == 0)
            throw new ArgumentException("An account needs at least one auth token.", nameof(tokens));
        var pairs = tokens.Select(token => $"{Sid}:{token}").Concat(apiKeys.Select(key => $"{key.Key}:{key.Value}"));
        return new State(
            tokens,
            pairs.Select(pair => Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))).ToHashSet(StringComparer.Ordinal)
        );
    }

    private sealed record State(IReadOnlyList<string> Tokens, HashSet<string> Basic);
}
