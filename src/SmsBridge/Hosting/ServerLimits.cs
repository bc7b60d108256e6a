using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SmsBridge.Hosting;

/// <summary>What a client may ask of the server before any code of ours runs; the same on both listeners.</summary>
internal static class ServerLimits
{
    /// <summary>Bytes. A webhook by GET has the whole text in its URL: 1,600 characters of three bytes each, nine as they are encoded there.</summary>
    public const int RequestLine = 24 * 1024;

    /// <summary>Bytes, of all headers together.</summary>
    public const int Headers = 16 * 1024;

    /// <summary>Bytes, where an endpoint does not say less.</summary>
    public const long Body = 1024 * 1024;

    /// <summary>For the request line and all headers: who sends them byte by byte holds a connection no longer.</summary>
    public static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);

    /// <summary>Proxies keep connections to reuse them.</summary>
    private static readonly TimeSpan KeepIdle = TimeSpan.FromSeconds(120);

    /// <summary>Bytes a second, once the time of grace is over.</summary>
    private static readonly MinDataRate Slowest = new(240, TimeSpan.FromSeconds(5));

    public static void Set(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = RequestLine;
        limits.MaxRequestHeadersTotalSize = Headers;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestBodySize = Body;
        limits.RequestHeadersTimeout = HeadersWithin;
        limits.KeepAliveTimeout = KeepIdle;
        limits.MinRequestBodyDataRate = Slowest;
        limits.MinResponseDataRate = Slowest;
    }
}
