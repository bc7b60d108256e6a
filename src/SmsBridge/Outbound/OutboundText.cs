namespace SmsBridge.Outbound;

/// <summary>A text in line.</summary>
/// <param name="ProviderSid">Known already when a callback came before the answer to create.</param>
/// <param name="AttemptAge">Time since the last recorded attempt began, by the database's clock.</param>
internal sealed record OutboundText(Guid Id, string Text, string Status, string? ProviderSid = null, TimeSpan? AttemptAge = null)
{
    public int Segments { get; init; }

    /// <summary>SMS segments that were queued to the customer ahead of it on this UTC day.</summary>
    public int SegmentsBefore { get; init; }

    /// <summary>See <see cref="Reply.IsConsentNotice"/>.</summary>
    public bool IsConsentNotice { get; init; }

    /// <summary>People wrote it: it has a <see cref="Reply.HandoffId"/>.</summary>
    public bool FromDesk { get; init; }

    /// <summary>See <see cref="Reply.Trace"/>.</summary>
    public string? Trace { get; init; }
}

/// <summary>What a leased sender has in hand.</summary>
/// <param name="FirstAttempt">The first text's attempt was recorded by the statement that took the lease, and not begun by anybody.</param>
internal sealed record PendingReplies(string Number, string Customer, IReadOnlyList<OutboundText> Texts, bool FirstAttempt, bool OptedOut)
{
    /// <summary>Nothing is sent to somebody who has opted out, whoever asks.</summary>
    public bool Forbids(OutboundText text) => OptedOut && !text.IsConsentNotice;
}
