using System.Text.Json;
using SmsBridge.Work;

namespace SmsBridge.Agents.ChatApi;

/// <summary>
/// What an agent stored for PolyAI's Handoff API. Nothing depends on it: one try within its own time-out, past the gate and the circuit of the
/// agent's calls, and nothing rather than a failure.
/// </summary>
internal sealed class HandoffApi(string agent, ChatSettings options, IChatApi api, TimeProvider time, ILogger log)
{
    /// <summary>More would crowd the transcript out of the event.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>Consumers' readers stop at 64, and the event has levels of its own.</summary>
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 48 };

    /// <returns>The <c>data</c> object verbatim, as JSON text; null when there is none, or none in time.</returns>
    public async Task<string?> Read(string conversationId, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.HandoffStateTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await api.HandoffState(
                options.AccountId,
                options.ProjectId,
                options.ApiKey,
                options.ConnectorToken,
                conversationId,
                either.Token
            );
            if (!response.IsSuccessStatusCode)
            {
                return Nothing(conversationId, $"answered {(int)response.StatusCode}");
            }

            await response.Content.LoadIntoBufferAsync(MaxBytes, either.Token);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            using var document = await JsonDocument.ParseAsync(body, Shallow, either.Token);
            return Data(document.RootElement) ?? Nothing(conversationId, "answered without an object 'data'");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return Nothing(conversationId, $"did not answer within {options.HandoffStateTimeout.TotalSeconds} s");
        }
        catch (JsonException)
        {
            return Nothing(conversationId, "answered without JSON that can be read");
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return Nothing(conversationId, $"answered more than {MaxBytes} bytes");
        }
        catch (HttpRequestException error)
        {
            return Nothing(conversationId, Transport.Read("", error, out _).Reason.TrimStart());
        }
        catch (IOException)
        {
            return Nothing(conversationId, "broke the connection off");
        }
    }

    private static string? Data(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? data.GetRawText()
            : null;

    private string? Nothing(string conversationId, string why)
    {
        log.NoHandoffState(conversationId, $"the Handoff API of agent '{agent}' {why}");
        return null;
    }
}
