using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using SmsBridge.Work;

namespace SmsBridge.ChatApi;

/// <summary>One configured agent: the only way in which the rest of the bridge talks to PolyAI. Failures are values.</summary>
internal sealed class ChatAgent(string name, AgentOptions options, IChatApi api, TimeProvider time)
{
    private const string CorrelationHeader = "X-PolyAI-Correlation-Id";

    private readonly ResiliencePipeline<Attempt<ChatReply>> pipeline = CallPipeline.For<ChatReply>(options.Timeout, time);

    /// <summary>Opens a conversation. The value has its id and the greeting.</summary>
    public async Task<Attempt<ChatReply>> Create(CreateRequest request, CancellationToken cancellationToken)
    {
        var attempt = await Call(
            ChatOperation.Create,
            token => api.Create(options.AccountId, options.ProjectId, options.ApiKey, options.ConnectorToken, request, token),
            cancellationToken
        );
        return attempt.Value is { ConversationId: null or "" }
            ? new Failure(FailureCategory.Rejected, "Chat API create answered without conversation_id")
            : attempt;
    }

    /// <summary>Gives the agent the customer's words.</summary>
    public Task<Attempt<ChatReply>> Respond(RespondRequest request, CancellationToken cancellationToken) =>
        Call(
            ChatOperation.Respond,
            token => api.Respond(options.AccountId, options.ProjectId, options.ApiKey, options.ConnectorToken, request, token),
            cancellationToken
        );

    public Task<Attempt<ChatReply>> Close(CloseRequest request, CancellationToken cancellationToken) =>
        Call(
            ChatOperation.Close,
            token => api.Close(options.AccountId, options.ProjectId, options.ApiKey, options.ConnectorToken, request, token),
            cancellationToken
        );

    private async Task<Attempt<ChatReply>> Call(
        ChatOperation operation,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await pipeline.ExecuteAsync(
                static async (state, token) => await state.Self.Once(state.operation, state.send, token),
                (Self: this, operation, send),
                cancellationToken
            );
        }
        catch (TimeoutRejectedException)
        {
            var category = operation == ChatOperation.Respond ? FailureCategory.UnknownOutcome : FailureCategory.Transient;
            return new Failure(
                category,
                $"Chat API {operation.ToString().ToLowerInvariant()} did not answer within {options.Timeout.TotalSeconds} s"
            );
        }
        catch (BrokenCircuitException open)
        {
            return new Failure(FailureCategory.Transient, $"agent '{name}' is failing, its circuit is open", RetryAfter: open.RetryAfter);
        }
    }

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
        catch (HttpRequestException error)
        {
            var failure = Transport.Read("Chat API", error, out _);
            return operation == ChatOperation.Respond ? failure : failure with { Category = FailureCategory.Transient };
        }
        catch (IOException)
        {
            var category = operation == ChatOperation.Respond ? FailureCategory.UnknownOutcome : FailureCategory.Transient;
            return new Failure(category, "Chat API broke the connection off in the middle of its answer");
        }
    }

    private async Task<Attempt<ChatReply>> Read(ChatOperation operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var correlationId = response.Headers.TryGetValues(CorrelationHeader, out var ids) ? ids.First() : null;
        if (!response.IsSuccessStatusCode)
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return ChatApiErrors.Read(operation, response.StatusCode, body, Transport.RetryAfter(response.Headers, time), correlationId);
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
                operation == ChatOperation.Respond ? FailureCategory.UnknownOutcome : FailureCategory.Transient,
                $"Chat API {operation.ToString().ToLowerInvariant()} answered {(int)response.StatusCode} without a JSON object",
                CorrelationId: correlationId
            );
    }
}
