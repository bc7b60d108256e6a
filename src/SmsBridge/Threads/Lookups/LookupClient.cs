using System.Net;
using System.Text.Json;
using SmsBridge.Hosting;
using SmsBridge.Work;

namespace SmsBridge.Threads.Lookups;

/// <summary>One POST to one lookup, signed, with a time-out over all of it. Whatever goes wrong is in the answer.</summary>
internal sealed class LookupClient(LookupOptions options, TimeProvider time) : IDisposable
{
    private const int LargestAnswer = 16 * 1024;

    private readonly Uri url = new(options.Url);
    private readonly StandardWebhook signer = new(options.Secret);

    private readonly HttpClient http = OutgoingHttp.Client(LargestAnswer);

    public async Task<LookupAnswer> Ask(LookupQuestion question)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        try
        {
            using var request = Request(question);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => LookupAnswer.Read(await response.Content.ReadAsByteArrayAsync(timeout.Token)),
                HttpStatusCode.NoContent or HttpStatusCode.NotFound => LookupAnswer.Nothing,
                var other => LookupAnswer.Failed($"it answered {(int)other}"),
            };
        }
        catch (OperationCanceledException)
        {
            return LookupAnswer.Failed($"it did not answer within {options.Timeout.TotalSeconds} s");
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return LookupAnswer.Failed($"its answer is larger than {LargestAnswer / 1024} KB");
        }
        catch (HttpRequestException error)
        {
            return LookupAnswer.Failed(Transport.Read("it", error, out _).Reason);
        }
        catch (Exception error)
        {
            // The customer gets an answer whatever this is.
            return LookupAnswer.Failed($"asking it failed ({error.GetType().Name})");
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(LookupQuestion question)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(question, LookupJson.Default.LookupQuestion);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        signer.Sign(request, Guid.CreateVersion7().ToString(), time.GetUtcNow(), body);
        return request;
    }
}
