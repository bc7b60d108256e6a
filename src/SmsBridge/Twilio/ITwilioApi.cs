using Refit;

namespace SmsBridge.Twilio;

/// <summary>Twilio's REST API, version 2010-04-01: the resource Messages. Requests are forms, answers JSON (or a proxy's HTML).</summary>
internal interface ITwilioApi
{
    /// <summary>Creates a message: 201 with the message. There is no idempotency key.</summary>
    [Post("/2010-04-01/Accounts/{accountSid}/Messages.json")]
    Task<HttpResponseMessage> Create(
        string accountSid,
        [Header("Authorization")] string authorization,
        [Body(BodySerializationMethod.UrlEncoded)] Dictionary<string, string> form,
        CancellationToken cancellationToken
    );

    /// <summary>Lists messages, newest first.</summary>
    /// <param name="sentSince">A day in GMT, <c>yyyy-MM-dd</c>.</param>
    /// <param name="pageSize">1 to 1000.</param>
    [Get("/2010-04-01/Accounts/{accountSid}/Messages.json")]
    Task<HttpResponseMessage> List(
        string accountSid,
        [Header("Authorization")] string authorization,
        [AliasAs("To")] string to,
        [AliasAs("From")] string? from,
        [AliasAs("DateSent>")] string sentSince,
        [AliasAs("PageSize")] int pageSize,
        CancellationToken cancellationToken
    );
}
