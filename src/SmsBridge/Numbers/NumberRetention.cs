namespace SmsBridge.Numbers;

/// <summary>How long what customers wrote is kept. Null: as the settings say, and without a setting for good; zero: for good.</summary>
internal sealed record NumberRetention
{
    /// <summary>
    /// Age at which texts are blanked, with files and what else came beside them, and failures removed. Null:
    /// <c>Retention:Messages</c>.
    /// </summary>
    public TimeSpan? Messages { get; set; }

    /// <summary>Time from a handoff's end to the removal of its transcript and events. Null: <c>Retention:Transcripts</c>.</summary>
    public TimeSpan? Transcripts { get; set; }

    /// <summary>
    /// Time from the end of a conversation or handoff to the removal of its attributes and of the agent's object. Null:
    /// <c>Retention:Payloads</c>.
    /// </summary>
    public TimeSpan? Payloads { get; set; }

    /// <summary>Each age under its name in the document.</summary>
    public IEnumerable<(string Member, TimeSpan? Value)> Members() =>
        [("retention.messages", Messages), ("retention.transcripts", Transcripts), ("retention.payloads", Payloads)];
}
