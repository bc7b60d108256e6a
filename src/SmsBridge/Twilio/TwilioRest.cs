using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;
using SmsBridge.Work;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest;
using Sdk = Twilio.Http;

namespace SmsBridge.Twilio;

/// <summary>
/// The transport under the SDK's resources. What they leave to it is here: the address, the credentials, the token of the call, the limits, and what
/// an answer means that is no success. Failures are values.
/// </summary>
internal sealed class TwilioRest(IOptions<TwilioOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A full page of numbers has about 2 MB.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    private const int Connections = 100;

    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");

    private readonly string address = options.Value.ApiUrl.TrimEnd('/');

    private readonly TimeSpan timeout = options.Value.Timeout;
    private readonly HttpClient http = OutgoingHttp.Client(MostBytes, Connections);

    /// <summary>One call of the SDK for an account.</summary>
    /// <param name="call">A method of a resource, with the client that it gets; null where the answer has nothing.</param>
    /// <param name="answer">What is asked for, for people: <c>answer to create</c>.</param>
    /// <param name="unclear">What it means that no answer came, or none that can be read.</param>
    public async Task<Attempt<T>> Call<T>(
        TwilioAccount account,
        Func<ITwilioRestClient, Task<T?>> call,
        string answer,
        FailureCategory unclear,
        CancellationToken cancellationToken
    )
        where T : class
    {
        try
        {
            return await call(new Client(this, account, cancellationToken)) is { } value
                ? value
                : new Failure(unclear, $"Twilio's {answer} is empty");
        }
        catch (Refused refused)
        {
            return refused.Failure;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            var failure = Transport.Read("Twilio", error, out var neverArrived);
            return failure with { Category = neverArrived ? failure.Category : unclear };
        }
        catch (Exception error) when (error is ApiException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new Failure(unclear, $"Twilio's {answer} could not be read");
        }
    }

    /// <summary>A call that changes nothing, or may be made again: within <c>Twilio:Timeout</c>, without retries.</summary>
    public async Task<Attempt<T>> Ask<T>(
        TwilioAccount account,
        Func<ITwilioRestClient, Task<T?>> call,
        string answer,
        CancellationToken cancellationToken
    )
        where T : class
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await Call(account, call, answer, FailureCategory.Transient, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Failure(FailureCategory.Transient, $"Twilio's {answer} did not come within {timeout.TotalSeconds} s");
        }
    }

    /// <summary>
    /// One page of a list. The SDK's own reader of pages rewrites texts that look like a date, so that a text could not be found again, and fetches
    /// further pages without a token.
    /// </summary>
    /// <param name="path">Below the account, for example <c>Messages</c>.</param>
    /// <param name="key">The member of the answer that has the list.</param>
    /// <param name="read">The SDK's reader of one resource.</param>
    public static async Task<TwilioPage<T>> Page<T>(
        ITwilioRestClient client,
        string path,
        IEnumerable<KeyValuePair<string, string>> query,
        string key,
        Func<string, T> read
    )
        where T : global::Twilio.Base.Resource
    {
        var request = new Sdk.Request(
            Sdk.HttpMethod.Get,
            Domain.Api,
            $"/2010-04-01/Accounts/{client.AccountSid}/{path}.json",
            queryParams: [.. query]
        );
        var response = await client.RequestAsync(request);
        using var page = JsonDocument.Parse(response.Content);
        return new(
            [.. page.RootElement.GetProperty(key).EnumerateArray().Select(r => read(r.GetRawText()))],
            page.RootElement.Text("next_page_uri")
        );
    }

    public void Dispose() => http.Dispose();

    private async Task<Sdk.Response> Exchange(TwilioAccount account, Sdk.Request request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(
            new HttpMethod(request.Method.ToString()),
            new Uri(address + request.ConstructUrl().PathAndQuery)
        );
        message.Headers.TryAddWithoutValidation("Authorization", account.Authorization);
        message.Headers.Accept.Add(Json);
        if (request.Method.Equals(Sdk.HttpMethod.Post))
        {
            message.Content = new FormUrlEncodedContent(request.PostParams);
        }

        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var body = await Transport.RefusalText(response.Content, cancellationToken);
            throw new Refused(TwilioErrors.Read(response.StatusCode, body, Transport.RetryAfter(response.Headers, time)));
        }

        return new Sdk.Response(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), response.Headers);
    }

    /// <summary>Through the SDK's resources, which know no other way to end a call early, to <see cref="Call"/>.</summary>
    private sealed class Refused(Failure failure) : ApiException(failure.Reason)
    {
        public Failure Failure => failure;
    }

    /// <summary>For one call: the SDK's methods take no token, so it is in the client that they are given.</summary>
    private sealed class Client(TwilioRest rest, TwilioAccount account, CancellationToken cancellationToken) : ITwilioRestClient
    {
        public string AccountSid => account.Sid;

        public string? Region => null;

        public Sdk.HttpClient HttpClient => throw new NotSupportedException("Calls go through RequestAsync.");

        public Sdk.Response Request(Sdk.Request request) => throw new NotSupportedException("Only asynchronous calls are made.");

        public Task<Sdk.Response> RequestAsync(Sdk.Request request) => rest.Exchange(account, request, cancellationToken);
    }
}

/// <summary>One page of a list, newest first.</summary>
/// <param name="Next">Path and query of the next one; null or empty: there is none.</param>
internal sealed record TwilioPage<T>(List<T> Records, string? Next);
