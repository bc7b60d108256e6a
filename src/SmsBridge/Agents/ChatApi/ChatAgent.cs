using System.Text.Json;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Agents.ChatApi;

/// <summary>One configured agent: the only way in which the rest of the bridge talks to PolyAI. Failures are values.</summary>
internal sealed class ChatAgent(string name, AgentOptions options, IChatApi api, TimeProvider time, ProviderHealth health, ILogger log)
    : IDisposable
{
    private const string CorrelationHeader = "X-PolyAI-Correlation-Id";

    private readonly Provider<ChatReply> provider = new($"agent '{name}'", options.Timeout, time, log, health: health);
    private readonly HandoffState? handoffState = options.HandoffState ? new(name, options, api, time, log) : null;

    public ProviderState State => provider.State;

    /// <summary>Opens a conversation. The value has its id and the greeting.</summary>
    /// <param name="channel"><c>sms</c> or <c>whatsapp</c>.</param>
    /// <param name="language">BCP 47; null: the agent's own.</param>
    public async Task<Attempt<ChatReply>> Create(
        string? variantId,
        IReadOnlyDictionary<string, JsonElement> attributes,
        string channel,
        string? language,
        CancellationToken cancellationToken
    )
    {
        var request = new CreateRequest(variantId, attributes, channel, language, language);
        var attempt = await Call(
            ChatOperation.Create,
            token => api.Create(options.AccountId, options.ProjectId, options.ApiKey, options.ConnectorToken, request, token),
            cancellationToken
        );
        return attempt.Value is { ConversationId: null or "" }
            ? new Failure(FailureCategory.Rejected, "Chat API create answered without conversation_id")
            : attempt;
    }

    /// <summary>Gives the agent the customer's words, and what came with them.</summary>
    /// <param name="metadata">A JSON object; null when there were only words.</param>
    public Task<Attempt<ChatReply>> Respond(
        string conversationId,
        string message,
        JsonElement? metadata,
        CancellationToken cancellationToken
    )
    {
        var request = new RespondRequest(conversationId, message, metadata);
        return Call(
            ChatOperation.Respond,
            token => api.Respond(options.AccountId, options.ProjectId, options.ApiKey, options.ConnectorToken, request, token),
            cancellationToken
        );
    }

    public Task<Attempt<ChatReply>> Close(string conversationId, CancellationToken cancellationToken)
    {
        var request = new CloseRequest(conversationId);
        return Call(
            ChatOperation.Close,
            token => api.Close(options.AccountId, options.ProjectId, options.ApiKey, options.ConnectorToken, request, token),
            cancellationToken
        );
    }

    /// <summary>What the agent stored for the Handoff API, as JSON text; null when that is not asked for, or there is none in time. Never fails.</summary>
    public async Task<string?> HandoffState(string conversationId, CancellationToken cancellationToken) =>
        handoffState is null ? null : await handoffState.Read(conversationId, cancellationToken);

    /// <summary>Where people look at the conversation; null when no such address is set.</summary>
    public string? ConversationLink(string conversationId) => options.ConversationLink(conversationId);

    public void Dispose() => provider.Dispose();

    private async Task<Attempt<ChatReply>> Call(
        ChatOperation operation,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken
    )
    {
        using var span = Traces.Start(
            operation switch
            {
                ChatOperation.Create => SpanNames.Create,
                ChatOperation.Respond => SpanNames.Respond,
                _ => SpanNames.Close,
            }
        );
        var attempt = await provider.Call(token => Once(operation, send, token), WithoutAnswer(operation), cancellationToken);
        span?.SetTag(SpanTags.Agent, name);
        span?.SetTag(SpanTags.Correlation, attempt.Value?.CorrelationId ?? attempt.Failure?.CorrelationId);
        span.Fail(attempt.Failure);
        return attempt;
    }

    /// <summary>Only a text that the agent may have taken must not be given again lightly; a conversation opened for nothing harms nobody.</summary>
    private static FailureCategory WithoutAnswer(ChatOperation operation) =>
        operation == ChatOperation.Respond ? FailureCategory.UnknownOutcome : FailureCategory.Transient;

    private async ValueTask<Attempt<ChatReply>> Once(
        ChatOperation operation,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var response = await send(cancellationToken);
            return await Read(operation, response, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            var failure = Transport.Read("Chat API", error, out var neverArrived);
            return failure with { Category = neverArrived ? failure.Category : WithoutAnswer(operation) };
        }
    }

    private async Task<Attempt<ChatReply>> Read(ChatOperation operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var correlationId = response.Headers.TryGetValues(CorrelationHeader, out var ids) ? ids.First() : null;
        if (!response.IsSuccessStatusCode)
        {
            var body = await Transport.RefusalText(response.Content, cancellationToken);
            var failure = ChatApiErrors.Read(
                operation,
                response.StatusCode,
                body,
                Transport.RetryAfter(response.Headers, time),
                correlationId
            );
            return Transport.Redirected(response.StatusCode, failure.Reason, options.AddressKey(name)) ?? failure;
        }

        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return ChatReply.Read(document.RootElement, correlationId);
            }
        }
        catch (JsonException)
        {
            // Falls through: a success that is no JSON object says as little as one that is no JSON.
        }

        // The agent answered, but nobody can say what: as with a lost answer.
        return operation == ChatOperation.Close
            ? new ChatReply(null, "", Ended: true, null, correlationId)
            : new Failure(
                WithoutAnswer(operation),
                $"Chat API {operation.ToString().ToLowerInvariant()} answered {(int)response.StatusCode} without a JSON object",
                CorrelationId: correlationId
            );
    }
}
