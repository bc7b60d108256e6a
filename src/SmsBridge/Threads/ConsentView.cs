using SmsBridge.Storage;

namespace SmsBridge.Threads;

/// <summary>One record: who said when and how that a customer may be texted, or may not.</summary>
/// <param name="Scope">The Messaging Service or the number that it holds for.</param>
/// <param name="Customer">Null once the customer was erased; the opt-out still holds.</param>
/// <param name="How"><c>keyword</c>, <c>provider</c> (it refused a text) or <c>operator</c>.</param>
internal sealed record ConsentView(
    Guid Id,
    DateTimeOffset At,
    string Scope,
    string Number,
    string? Customer,
    bool OptedOut,
    string How,
    string? Word,
    string? ProviderSid,
    string? Actor
)
{
    public static ConsentView Of(ConsentEventRow row) =>
        new(row.Id, row.At, row.Scope, row.Number, row.Customer, row.OptedOut, row.How, row.Word, row.ProviderSid, row.Actor);
}
