using Refit;

namespace SmsBridge.Agents.ChatApi;

/// <summary>PolyAI's Chat API, version 1. Answers come raw: errors have two envelopes, and proxies answer in HTML.</summary>
internal interface IChatApi
{
    [Post("/v1/{accountId}/{projectId}/chat/create")]
    Task<HttpResponseMessage> Create(
        string accountId,
        string projectId,
        [Header("X-API-KEY")] string apiKey,
        [Header("X-TOKEN")] string token,
        [Body(buffered: true)] CreateRequest request,
        CancellationToken cancellationToken
    );

    [Post("/v1/{accountId}/{projectId}/chat/respond")]
    Task<HttpResponseMessage> Respond(
        string accountId,
        string projectId,
        [Header("X-API-KEY")] string apiKey,
        [Header("X-TOKEN")] string token,
        [Body(buffered: true)] RespondRequest request,
        CancellationToken cancellationToken
    );

    [Put("/v1/{accountId}/{projectId}/chat/close")]
    Task<HttpResponseMessage> Close(
        string accountId,
        string projectId,
        [Header("X-API-KEY")] string apiKey,
        [Header("X-TOKEN")] string token,
        [Body(buffered: true)] CloseRequest request,
        CancellationToken cancellationToken
    );

    /// <summary>The Handoff API: <c>{ id, shared_id?, data }</c>, as the agent stored it.</summary>
    [Get("/v1/{accountId}/{projectId}/handoff_state")]
    Task<HttpResponseMessage> HandoffState(
        string accountId,
        string projectId,
        [Header("X-API-KEY")] string apiKey,
        [Header("X-TOKEN")] string token,
        string id,
        CancellationToken cancellationToken
    );
}
