using Refit;

namespace SmsBridge.Twilio;

/// <summary>Twilio's REST API, version 2010-04-01: the resources that the bridge needs. Requests are forms, answers JSON (or a proxy's HTML).</summary>
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

    /// <summary>The account itself. An API key may read it only where it is a main key.</summary>
    [Get("/2010-04-01/Accounts/{accountSid}.json")]
    Task<HttpResponseMessage> Account(
        string accountSid,
        [Header("Authorization")] string authorization,
        CancellationToken cancellationToken
    );

    /// <summary>The latest messages, for finding out whether credentials are accepted.</summary>
    [Get("/2010-04-01/Accounts/{accountSid}/Messages.json")]
    Task<HttpResponseMessage> Messages(
        string accountSid,
        [Header("Authorization")] string authorization,
        [AliasAs("PageSize")] int pageSize,
        CancellationToken cancellationToken
    );

    /// <summary>The account's numbers, page by page; <c>next_page_uri</c> has page and token of the following one.</summary>
    /// <param name="phoneNumber">Part of the number; null: all.</param>
    /// <param name="pageSize">1 to 1000.</param>
    [Get("/2010-04-01/Accounts/{accountSid}/IncomingPhoneNumbers.json")]
    Task<HttpResponseMessage> Numbers(
        string accountSid,
        [Header("Authorization")] string authorization,
        [AliasAs("PhoneNumber")] string? phoneNumber,
        [AliasAs("PageSize")] int pageSize,
        [AliasAs("Page")] string? page,
        [AliasAs("PageToken")] string? pageToken,
        CancellationToken cancellationToken
    );

    /// <summary>Changes the fields of the form and no others: 200 with the number.</summary>
    [Post("/2010-04-01/Accounts/{accountSid}/IncomingPhoneNumbers/{sid}.json")]
    Task<HttpResponseMessage> SetNumber(
        string accountSid,
        string sid,
        [Header("Authorization")] string authorization,
        [Body(BodySerializationMethod.UrlEncoded)] Dictionary<string, string> form,
        CancellationToken cancellationToken
    );
}
