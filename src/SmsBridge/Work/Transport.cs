using System.Net;
using System.Net.Http.Headers;

namespace SmsBridge.Work;

/// <summary>What the way to a provider tells when there is no answer, for both providers.</summary>
internal static class Transport
{
    /// <param name="error">An <see cref="HttpRequestException"/>, or the <see cref="IOException"/> of a stream of the answer.</param>
    /// <param name="neverArrived">True when the request cannot have reached the provider.</param>
    public static Failure Read(string provider, Exception error, out bool neverArrived)
    {
        var kind = KindOf(error);
        neverArrived =
            kind
                is HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError;
        return new Failure(
            neverArrived ? FailureCategory.Transient : FailureCategory.UnknownOutcome,
            neverArrived ? $"{provider} cannot be reached ({kind})"
                : kind == HttpRequestError.ConfigurationLimitExceeded ? $"{provider} answered with more than the bridge reads"
                : $"{provider} broke the connection off"
        );
    }

    /// <summary>A redirect is not followed: it would carry keys and texts to a host that nobody configured.</summary>
    /// <param name="answer">Who answered what, for example <c>Twilio answered 307</c>.</param>
    /// <param name="setting">The key of the address to correct, for example <c>Twilio:ApiUrl</c>.</param>
    /// <returns>Null for any other status than 3xx.</returns>
    public static Failure? Redirected(HttpStatusCode status, string answer, string setting) =>
        (int)status is >= 300 and <= 399
            ? new Failure(FailureCategory.Rejected, $"{answer}: redirects are not followed, correct {setting}")
            : null;

    /// <summary>The words of a refusal; none where they are more than is read, so that its status still counts.</summary>
    public static async Task<string> RefusalText(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsStringAsync(cancellationToken);
        }
        catch (HttpRequestException error) when (KindOf(error) == HttpRequestError.ConfigurationLimitExceeded)
        {
            return "";
        }
    }

    /// <summary><c>Retry-After</c> in either form; null when absent.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider time) =>
        headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        };

    private static HttpRequestError KindOf(Exception error) =>
        error switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException stream => stream.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
}
