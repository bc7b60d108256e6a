using System.Text;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>What one webhook or callback URL answered at last.</summary>
/// <param name="Status">HTTP status; 0: no answer, see <paramref name="Error"/>.</param>
/// <param name="Elapsed">From the first try to the end of the last answer.</param>
/// <param name="Attempts">Tries, the first included.</param>
internal sealed record WebhookAnswer(
    string Url,
    int Status,
    string Body,
    string? ContentType,
    TimeSpan Elapsed,
    string? Error = null,
    bool TimedOut = false,
    int Attempts = 1
);

/// <summary>Sends signed webhooks as Twilio does: form-encoded, kept-alive connections, bounded concurrency, retries per URL.</summary>
internal sealed class WebhookClient(TimeProvider time, SidSource sids, int concurrency) : IDisposable
{
    private readonly SemaphoreSlim slots = new(concurrency);
    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            MaxConnectionsPerServer = concurrency,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            UseCookies = false,
            // Traces start at the bridge: Twilio sends no trace context.
            ActivityHeadersPropagator = null,
        }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="token">The token that signs; null leaves the signature out.</param>
    public async Task<WebhookAnswer> Send(
        string configuredUrl,
        string method,
        IReadOnlyList<KeyValuePair<string, string>> fields,
        string? token
    )
    {
        var (policy, url) = WebhookPolicy.Of(configuredUrl);
        var idempotencyToken = sids.Next("");
        var start = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            await slots.WaitAsync();
            WebhookAnswer answer;
            try
            {
                using var request = Request(url, method, fields, token);
                request.Headers.TryAddWithoutValidation("I-Twilio-Idempotency-Token", idempotencyToken);
                answer = await Try(request, url, policy) with { Elapsed = time.GetElapsedTime(start), Attempts = attempt };
            }
            finally
            {
                slots.Release();
            }
            if (attempt > policy.Retries || !policy.Retry(answer))
                return answer;
        }
    }

    public void Dispose()
    {
        http.Dispose();
        slots.Dispose();
    }

    private static HttpRequestMessage Request(string url, string method, IReadOnlyList<KeyValuePair<string, string>> fields, string? token)
    {
        var form = new StringBuilder();
        foreach (var (name, value) in fields)
            form.Append(form.Length > 0 ? "&" : "").Append(Escape(name)).Append('=').Append(Escape(value));
        var get = method == "GET";
        if (get)
            url += (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + form;
        var request = new HttpRequestMessage(get ? HttpMethod.Get : HttpMethod.Post, new Uri(url));
        if (!get)
            request.Content = new StringContent(form.ToString(), Encoding.UTF8, "application/x-www-form-urlencoded");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("X-Twilio-Signature", TwilioSignature.Sign(token, url, get ? [] : fields));
        request.Headers.TryAddWithoutValidation("User-Agent", "TwilioProxy/1.1");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        return request;
    }

    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private async Task<WebhookAnswer> Try(HttpRequestMessage request, string url, WebhookPolicy policy)
    {
        using var limit = new CancellationTokenSource(policy.ReadTimeout, time);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            var body = await response.Content.ReadAsStringAsync(limit.Token);
            return new WebhookAnswer(url, (int)response.StatusCode, body, response.Content.Headers.ContentType?.ToString(), default);
        }
        catch (OperationCanceledException)
        {
            return new WebhookAnswer(
                url,
                0,
                "",
                null,
                default,
                $"no answer within {policy.ReadTimeout.TotalSeconds:0.#} s",
                TimedOut: true
            );
        }
        catch (HttpRequestException e)
        {
            return new WebhookAnswer(url, 0, "", null, default, e.Message);
        }
        catch (ObjectDisposedException)
        {
            return new WebhookAnswer(url, 0, "", null, default, "the sandbox has stopped");
        }
    }
}
