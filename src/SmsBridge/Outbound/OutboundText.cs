namespace SmsBridge.Outbound;

/// <summary>Delivery states of a text to a customer, as stored and shown; <c>delivery_rank</c> in the database puts them in order.</summary>
internal static class OutboundStatus
{
    public const string Queued = "queued";

    /// <summary>An attempt is recorded; found by somebody else, its outcome is unknown.</summary>
    public const string Sending = "sending";
    public const string Unknown = "unknown";
    public const string Accepted = "accepted";
    public const string Sent = "sent";
    public const string Delivered = "delivered";
    public const string Undelivered = "undelivered";
    public const string Failed = "failed";
    public const string Canceled = "canceled";
}

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

/// <summary>What an outbound message is when it is no ordinary text; stored as its kind.</summary>
internal static class OutboundKind
{
    /// <summary>See <see cref="Reply.IsConsentNotice"/>.</summary>
    public const string ConsentNotice = "consent-notice";
}
