using System.Net.Http.Headers;

namespace SmsBridge.Work;

/// <summary>What the way to a provider tells when there is no answer, for both providers.</summary>
internal static class Transport
{
    /// <param name="neverArrived">True when the request cannot have reached the provider.</param>
    public static Failure Read(string provider, HttpRequestException error, out bool neverArrived)
    {
        neverArrived =
            error.HttpRequestError
                is HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError;
        return new Failure(
            neverArrived ? FailureCategory.Transient : FailureCategory.UnknownOutcome,
            neverArrived ? $"{provider} cannot be reached ({error.HttpRequestError})" : $"{provider} broke the connection off"
        );
    }

    /// <summary><c>Retry-After</c> in either form; null when absent.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider time) =>
        headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        };
}
