using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Threads.Consent;

/// <summary>One record: who said when and how that a customer may be texted, or may not.</summary>
/// <param name="Id">Of the record.</param>
/// <param name="At">When it was said.</param>
/// <param name="Scope">The Messaging Service or the number that it holds for.</param>
/// <param name="Number">The number that it was said to.</param>
/// <param name="Customer">Null once the customer was erased; the opt-out still holds.</param>
/// <param name="OptedOut">True: must not be texted. False: may be texted again.</param>
/// <param name="How">By a text, by the provider's refusing one, or through an operator.</param>
/// <param name="Word">What the customer wrote; null where nothing was written.</param>
/// <param name="ProviderSid">Twilio's id of that text.</param>
/// <param name="Actor">The operator.</param>
internal sealed record ConsentView(
    Guid Id,
    DateTimeOffset At,
    string Scope,
    string Number,
    string? Customer,
    bool OptedOut,
    [property: Words(typeof(ConsentHow))] string How,
    string? Word,
    string? ProviderSid,
    string? Actor
)
{
    public static ConsentView Of(ConsentEventRow row) =>
        new(row.Id, row.At, row.Scope, row.Number, row.Customer, row.OptedOut, row.How, row.Word, row.ProviderSid, row.Actor);
}
