using SmsBridge.Messages;

namespace SmsBridge.Threads.Consent;

/// <summary>Something says that a customer may, or may not, be texted.</summary>
/// <param name="How">One of <see cref="ConsentHow"/>.</param>
internal sealed record ConsentChange(string Number, string Customer, string How)
{
    /// <summary>By a keyword that the customer wrote.</summary>
    public static ConsentChange By(InboundText keyword) =>
        new(keyword.Number, keyword.Customer, ConsentHow.Keyword) { Word = keyword.Text, ProviderSid = keyword.ProviderSid };

    public Guid ThreadId { get; } = Numbers.ThreadId.Of(Number, Customer);

    public bool OptedOut { get; init; }

    /// <summary>What the customer wrote.</summary>
    public string? Word { get; init; }

    /// <summary>The provider's id of that text.</summary>
    public string? ProviderSid { get; init; }

    /// <summary>The operator.</summary>
    public string? Actor { get; init; }
}

/// <summary>How a consent came about.</summary>
internal static class ConsentHow
{
    public const string Keyword = "keyword";

    /// <summary>The provider refused to text the customer.</summary>
    public const string Provider = "provider";

    public const string Operator = "operator";

    /// <summary>It was said by, or of, another address of the same person.</summary>
    public const string Linked = "linked";

    /// <summary>The customer was erased; the opt-out stays, without the address.</summary>
    public const string Erasure = "erasure";
}
