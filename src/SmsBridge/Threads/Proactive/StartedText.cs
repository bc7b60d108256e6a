using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Hosting;
using SmsBridge.Outbound;

namespace SmsBridge.Threads.Proactive;

/// <summary>A text that we start.</summary>
/// <param name="Parts">What is sent of it, in order; at least one.</param>
/// <param name="ClientId">The caller's id of it.</param>
/// <param name="SendAt">Null: at once.</param>
internal sealed record StartedText(
    string Number,
    string Customer,
    IReadOnlyList<Reply> Parts,
    StartedWords Words,
    string ClientId,
    DateTimeOffset? SendAt
)
{
    public Guid ThreadId { get; } = Numbers.ThreadId.Of(Number, Customer);

    /// <summary>That of its first part.</summary>
    public Guid Id => Parts[0].Id;
}

/// <summary>What is kept of the request until its time.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Zones">IANA names of where the customer may be; none: quiet hours do not count.</param>
internal sealed record StartedWords(string Text, IReadOnlyList<string> Zones)
{
    /// <summary>UTF-16 units that the agent gets of it.</summary>
    private const int MaxTold = 1600;

    /// <summary>For <c>last_outbound_text</c> of the next create.</summary>
    [JsonIgnore]
    public string Told => Text.Length <= MaxTold ? Text : Text[..(char.IsHighSurrogate(Text[MaxTold - 1]) ? MaxTold - 1 : MaxTold)];

    [JsonIgnore]
    public string Json => JsonSerializer.Serialize(this, StartedTextJson.Default.StartedWords);

    public static StartedWords Read(string json) => JsonSerializer.Deserialize(json, StartedTextJson.Default.StartedWords)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StartedWords))]
internal sealed partial class StartedTextJson : JsonSerializerContext;

/// <summary>Whether a text that we start may go to a thread.</summary>
internal static class StartRules
{
    public static readonly Refusal WithPeople = Refusal.Conflict(
        "with-people",
        "People have the thread, or are about to: let them write through the handoff, or try again after its release."
    );

    /// <param name="state">The thread's.</param>
    /// <returns>Null: it may.</returns>
    public static Refusal? Refused(string state) =>
        state == ThreadState.OptedOut ? Refusal.OptedOut
        : ThreadState.IsWithPeople(state) ? WithPeople
        : null;
}
