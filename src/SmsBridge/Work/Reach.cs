using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace SmsBridge.Work;

/// <summary>Whether the server behind a URL can be reached, without asking it anything.</summary>
internal static class Reach
{
    /// <returns>What is in the way, in a few words; null when nothing is.</returns>
    public static async Task<string?> Obstacle(Uri url, CancellationToken cancellationToken)
    {
        // Behind a proxy nobody but the proxy can be reached directly.
        var proxy = HttpClient.DefaultProxy.IsBypassed(url) ? null : HttpClient.DefaultProxy.GetProxy(url);
        var (host, port) = proxy is null ? (url.IdnHost, url.Port) : (proxy.IdnHost, proxy.Port);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancellationToken);
            if (proxy is null && url.Scheme == Uri.UriSchemeHttps)
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
            }

            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
                ? $"the name {host} is not known"
                : $"{host}:{port} cannot be reached ({error.SocketErrorCode})";
        }
        catch (AuthenticationException)
        {
            return $"the certificate of {host} is not accepted";
        }
        catch (IOException)
        {
            return $"{host}:{port} does not speak TLS";
        }
    }
}
