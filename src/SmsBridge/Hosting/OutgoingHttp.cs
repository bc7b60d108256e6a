using System.Net;

namespace SmsBridge.Hosting;

/// <summary>
/// The one place that makes clients for outgoing HTTP. They follow no redirects and keep no cookies: keys and texts reach the configured host and no
/// other, and nothing of one customer's answer goes along with the next customer's text. They read answers up to a limit only. Proxies
/// (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>) and trusted certificates (<c>SSL_CERT_FILE</c>) are the runtime's.
/// </summary>
internal static class OutgoingHttp
{
    /// <summary>Of an answer that is only looked at: a check of the doctor, a receiver's few words.</summary>
    public const long ProbeBytes = 64 * 1024;

    /// <summary>Makes clients follow DNS.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A client without a time-out: each call brings its own.</summary>
    /// <inheritdoc cref="Handler"/>
    public static HttpClient Client(long mostBytes, int connections = int.MaxValue, Connect? connect = null) =>
#pragma warning disable RS0030 // Here, so that it is nowhere else.
        new(Handler(mostBytes, connections, connect)) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030

    /// <param name="mostBytes">Of one answer, decompressed. Reading on ends with <see cref="HttpRequestError.ConfigurationLimitExceeded"/>.</param>
    /// <param name="connections">To one server at a time; further requests wait.</param>
    /// <param name="connect">Opens a connection where the usual way will not do.</param>
    public static HttpMessageHandler Handler(long mostBytes, int connections = int.MaxValue, Connect? connect = null) =>
        new LimitedAnswers(
            mostBytes,
#pragma warning disable RS0030
            new SocketsHttpHandler
#pragma warning restore RS0030
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = ConnectionLifetime,
                MaxConnectionsPerServer = connections,
                ConnectCallback = connect is null ? null : (context, token) => connect(context, token),
            }
        );

    /// <summary>Whether what is sent there can be read on the way: plain HTTP, or a broker without TLS, that leaves this machine.</summary>
    public static bool IsExposed(Uri address) => address.Scheme is "http" or "amqp" && !address.IsLoopback;

    public delegate ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken);
}
