namespace SmsBridge.Numbers;

/// <summary>
/// What the bridge itself says to the customers of a number. Null: as the settings say, else a default in the number's language; empty: nothing.
/// </summary>
internal sealed record NumberTexts
{
    /// <summary>Characters of one text.</summary>
    public const int MaxLength = 1600;

    /// <summary>Once, when the agent hands over without a text. Null: <c>Handoff:DefaultText</c>, else by language.</summary>
    public string? Handoff { get; set; }

    /// <summary>Once, when nobody accepts a handoff in time. Null: <c>Handoff:ExpiredText</c>, else by language.</summary>
    public string? Expired { get; set; }

    /// <summary>To a message with nothing in it that can be read.</summary>
    public string? Unsupported { get; set; }

    /// <summary>When the answer to a text is lost for good; asks to send it again.</summary>
    public string? Apology { get; set; }

    /// <summary>
    /// Once per customer and outage of the database, when a text has to wait. Null: <c>Spool:TroubleText</c>, else nothing.
    /// </summary>
    public string? Trouble { get; set; }

    /// <summary>To HELP, where the bridge answers it.</summary>
    public string? Help { get; set; }

    /// <summary>To STOP, where the bridge answers it.</summary>
    public string? Stop { get; set; }

    /// <summary>To START, where the bridge answers it.</summary>
    public string? Start { get; set; }

    /// <summary>Each text under its name in the document.</summary>
    public IEnumerable<(string Member, string? Text)> Members() =>
        [
            ("texts.handoff", Handoff),
            ("texts.expired", Expired),
            ("texts.unsupported", Unsupported),
            ("texts.apology", Apology),
            ("texts.trouble", Trouble),
            ("texts.help", Help),
            ("texts.stop", Stop),
            ("texts.start", Start),
        ];
}
