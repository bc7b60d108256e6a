using System.Text.Json;
using SmsBridge.Hosting;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Agents.ChatApi;

/// <summary>One agent that is reached over the Chat API, behind a gate and a circuit of its own.</summary>
internal sealed class ChatAgent(string name, ChatSettings options, IChatApi api, TimeProvider time, RemoteHealth health, ILogger log)
    : IAgent,
        IDisposable
{
    public const string Kind = "chat";

    private const string CorrelationHeader = "X-PolyAI-Correlation-Id";

    private readonly Remote<ChatReply> provider = new($"agent '{name}'", options.Timeout, time, log, health: health);
    private readonly HandoffApi? handoffApi = options.HandoffState ? new(name, options, api, time, log) : null;

    /// <summary>The Chat API has no idempotency key.</summary>
    public AgentTraits Traits => new(AsksAreSafeToRepeat: false, SpeaksUnasked: false);

    public RemoteState State => provider.State;

    public static AgentKind KindIn(IServiceProvider services) =>
        AgentKind.Of<ChatSettings>(
            Kind,
            (key, settings) => settings.Mistakes(key),
            (name, settings) =>
                new ChatAgent(
                    name,
                    settings,
                    services.GetRequiredKeyedService<IChatApi>(name),
                    services.GetRequiredService<TimeProvider>(),
                    services.GetRequiredService<RemoteMetrics>().Watch("agent", name),
                    services.GetRequiredService<ILogger<ChatAgent>>()
                )
        );

    public async Task<Attempt<OpenedSession>> Open(OpenRequest request, LeaseTerm term, CancellationToken cancellationToken)
    {
        var create = new CreateRequest(request.VariantId, request.Attributes, request.Channel, request.Language, request.Language);
        var attempt = await Call(
            ChatOperation.Create,
            token => api.Create(options.AccountId, options.ProjectId, options.ApiKey, options.ConnectorToken, create, token),
            term,
            cancellationToken
        );
        return attempt.Value switch
        {
            null => attempt.Failure!,
            var reply when ProviderWords.Id(reply.ConversationId) is { } id => new OpenedSession(id, reply.Text),
            _ => new Failure(FailureCategory.Rejected, "Chat API create answered without a conversation_id that can be used"),
        };
    }

    public async Task<Attempt<AgentReply>> Ask(string session, AgentMessage message, LeaseTerm term, CancellationToken cancellationToken)
    {
        var request = new RespondRequest(session, message.Text, message.Metadata);
        var attempt = await Call(
            ChatOperation.Respond,
            token => api.Respond(options.AccountId, options.ProjectId, options.ApiKey, options.ConnectorToken, request, token),
            term,
            cancellationToken
        );
        return attempt.Value is { } reply ? new AgentReply(reply.Text, reply.Ended, reply.Handoff, reply.CorrelationId) : attempt.Failure!;
    }

    public async Task<Failure?> Close(string session, LeaseTerm? term, CancellationToken cancellationToken)
    {
        var request = new CloseRequest(session);
        var attempt = await Call(
            ChatOperation.Close,
            token => api.Close(options.AccountId, options.ProjectId, options.ApiKey, options.ConnectorToken, request, token),
            term,
            cancellationToken
        );
        return attempt.Failure;
    }

    /// <summary>Null, too, where <see cref="ChatSettings.HandoffState"/> is off.</summary>
    public async Task<string?> HandoffState(string session, CancellationToken cancellationToken) =>
        handoffApi is null ? null : await handoffApi.Read(session, cancellationToken);

    public string? ConversationLink(string session) => options.ConversationLink(session);

    public async Task<Finding> Examine(CancellationToken cancellationToken) =>
        ChatExamination.Judge($"Agents:{name}", options, await Close(ChatExamination.Nobody, term: null, cancellationToken));

    public void Dispose() => provider.Dispose();

    private async Task<Attempt<ChatReply>> Call(
        ChatOperation operation,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        LeaseTerm? term,
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
        var attempt = await provider.Call(token => Once(operation, send, token), WithoutAnswer(operation), term, cancellationToken);
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
        var correlationId = response.Headers.TryGetValues(CorrelationHeader, out var ids) ? ProviderWords.Id(ids.First()) : null;
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
