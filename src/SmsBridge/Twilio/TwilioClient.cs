using System.Text.Json;
using Microsoft.Extensions.Options;
using Refit;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Twilio;

/// <summary>Twilio's REST API as the rest of the bridge uses it. Failures are values; each account has a circuit of its own.</summary>
internal sealed class TwilioClient : IDisposable
{
    private readonly HttpClient http;
    private readonly ITwilioApi api;
    private readonly TimeProvider time;
    private readonly TimeSpan timeout;
    private readonly Dictionary<string, Provider<TwilioMessage>> accounts;

    public TwilioClient(IOptions<TwilioOptions> options, TimeProvider time, ProviderMetrics metrics, ILogger<TwilioClient> log)
    {
        this.time = time;
        timeout = options.Value.Timeout;
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 100 };
        http = new HttpClient(handler) { BaseAddress = new Uri(options.Value.ApiUrl.TrimEnd('/')), Timeout = Timeout.InfiniteTimeSpan };
        api = RestService.For<ITwilioApi>(
            http,
            new RefitSettings
            {
                // As they are: what a broken connection means is decided in Work/Transport.cs.
                TransportExceptionFactory = (_, exception, _) => exception,
            }
        );
        accounts = options.Value.Accounts.ToDictionary(
            a => a.Key,
            a => new Provider<TwilioMessage>($"Twilio account '{a.Key}'", timeout, time, log, health: metrics.Watch("twilio", a.Key)),
            StringComparer.Ordinal
        );
    }

    public IEnumerable<ProviderState> States => accounts.Values.Select(a => a.State);

    /// <summary>For the calls that operators make: without circuit and gate.</summary>
    public ITwilioApi Api => api;

    /// <summary>Creates a message.</summary>
    public Task<Attempt<TwilioMessage>> Send(TwilioAccount account, OutgoingText text, CancellationToken cancellationToken)
    {
        var form = text.ToForm();
        return accounts[account.Name].Call(token => Create(account, form, token), FailureCategory.UnknownOutcome, cancellationToken);
    }

    /// <summary>The latest messages to a customer since a day in GMT; for finding out whether a message was created.</summary>
    public async Task<Attempt<List<TwilioMessage>>> Latest(
        TwilioAccount account,
        string to,
        string? from,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var day = since.UtcDateTime.ToString("yyyy-MM-dd");
            using var response = await api.List(account.Sid, account.Authorization, to, from, day, 100, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            return response.IsSuccessStatusCode ? Messages(body) : TwilioErrors.Read(response.StatusCode, body, RetryAfter(response));
        }
        catch (HttpRequestException error)
        {
            return Transport.Read("Twilio", error, out _);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Failure(FailureCategory.Transient, $"Twilio's message list did not answer within {timeout.TotalSeconds} s");
        }
        catch (JsonException)
        {
            return new Failure(FailureCategory.Transient, "Twilio's message list was no JSON");
        }
    }

    public void Dispose()
    {
        http.Dispose();
        foreach (var account in accounts.Values)
        {
            account.Dispose();
        }
    }

    private async ValueTask<Attempt<TwilioMessage>> Create(
        TwilioAccount account,
        Dictionary<string, string> form,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var response = await api.Create(account.Sid, account.Authorization, form, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                return TwilioErrors.Read(response.StatusCode, body, RetryAfter(response));
            }

            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            return TwilioMessage.Read(json.RootElement) is { } message
                ? message
                : new Failure(FailureCategory.UnknownOutcome, "Twilio's answer to create has no sid");
        }
        catch (HttpRequestException error)
        {
            return Transport.Read("Twilio", error, out _);
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return new Failure(FailureCategory.UnknownOutcome, "Twilio's answer to create could not be read");
        }
    }

    private static List<TwilioMessage> Messages(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("messages").EnumerateArray().Select(TwilioMessage.Read).OfType<TwilioMessage>().ToList();
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => Transport.RetryAfter(response.Headers, time);
}
