namespace SmsBridge.Hosting;

/// <summary>What is wrong with a request, by member.</summary>
internal sealed class MemberErrors
{
    /// <summary>Characters of what people call something.</summary>
    public const int MaxWords = 200;

    public const int MaxToken = 200;

    /// <summary>Characters of a text to a customer.</summary>
    public const int MaxText = 10_000;

    /// <summary>Characters of a caller's id of something.</summary>
    public const int MaxId = 128;

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

        return this;
    }
}
