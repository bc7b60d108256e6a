namespace SmsBridge.LiveAgent;

/// <param name="AcceptedBy">Whatever the desk calls its person.</param>
internal sealed record AcceptRequest(string? AcceptedBy = null)
{
    public Dictionary<string, string[]> Errors() => new MemberErrors().Optional("acceptedBy", AcceptedBy, MemberErrors.MaxWords).Found;
}

/// <param name="ExpiresAt">Until then the token is good; each message lengthens it.</param>
internal sealed record AcceptResponse(string ControlToken, DateTimeOffset ExpiresAt);

/// <param name="ClientMessageId">The caller's id of this text, by which a repeated call is known.</param>
internal sealed record MessageRequest(string? Text = null, string? ClientMessageId = null, string? ControlToken = null)
{
    public const int MaxText = 10_000;
    private const int MaxId = 128;

    public Dictionary<string, string[]> Errors() =>
        new MemberErrors()
            .Required("text", Text, MaxText)
            .Required("clientMessageId", ClientMessageId, MaxId)
            .Required("controlToken", ControlToken, MemberErrors.MaxToken)
            .Found;
}

internal sealed record ReleaseRequest(string? Reason = null, string? ControlToken = null)
{
    public Dictionary<string, string[]> Errors() =>
        new MemberErrors()
            .Required("reason", Reason, MemberErrors.MaxWords)
            .Required("controlToken", ControlToken, MemberErrors.MaxToken)
            .Found;
}

internal sealed record ReleaseResponse(Guid HandoffId, Guid ThreadId, string State, string EndReason);

/// <param name="Destination">As an agent would name it.</param>
/// <param name="AcceptedBy">Who has the thread from now on; null: it waits for whoever accepts.</param>
internal sealed record TakeOverRequest(string? Reason = null, string? Destination = null, string? AcceptedBy = null)
{
    public Dictionary<string, string[]> Errors() =>
        new MemberErrors()
            .Optional("reason", Reason, MemberErrors.MaxWords)
            .Optional("destination", Destination, MemberErrors.MaxWords)
            .Optional("acceptedBy", AcceptedBy, MemberErrors.MaxWords)
            .Found;
}

/// <param name="ControlToken">Null while nobody has accepted.</param>
internal sealed record TakeOverResponse(Guid HandoffId, string? ControlToken, DateTimeOffset? ExpiresAt);

/// <summary>What is wrong with a request, by member.</summary>
internal sealed class MemberErrors
{
    /// <summary>Characters of what people call something.</summary>
    public const int MaxWords = 200;

    public const int MaxToken = 200;

    public Dictionary<string, string[]> Found { get; } = new(StringComparer.Ordinal);

    public MemberErrors Required(string member, string? value, int max)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Found[member] = [$"{member} is missing: give 1 to {max} characters."];
            return this;
        }

        return Optional(member, value, max);
    }

    public MemberErrors Optional(string member, string? value, int max)
    {
        if (value?.Length > max)
        {
            Found[member] = [$"{member} has {value.Length} characters; give at most {max}."];
        }
        else if (value?.Contains('\0') == true)
        {
            Found[member] = [$"{member} contains the character U+0000, which cannot be stored; leave it out."];
        }

        return this;
    }
}
