using System.Net;

namespace SmsBridge.Hosting;

/// <summary>An address to listen on, as settings write it: <c>http://0.0.0.0:8080</c>. TLS ends at the proxy in front.</summary>
internal static class ListenAddress
{
    public static IEnumerable<string> Check(string key, string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme != "http" || Read(url) is null)
        {
            yield return $"{key} is '{value}'. Write http://ADDRESS:PORT with an IP address or localhost, for example http://0.0.0.0:8080; TLS ends at your proxy.";
        }
    }

    /// <returns>Null for what <see cref="Check"/> finds fault with.</returns>
    public static IPEndPoint? Parse(string value) => Uri.TryCreate(value, UriKind.Absolute, out var url) ? Read(url) : null;

    private static IPEndPoint? Read(Uri url) =>
        url.Host switch
        {
            "localhost" => new IPEndPoint(IPAddress.Loopback, url.Port),
            _ => IPAddress.TryParse(url.Host, out var address) ? new IPEndPoint(address, url.Port) : null,
        };
}
