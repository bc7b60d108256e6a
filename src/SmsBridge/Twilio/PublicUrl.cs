namespace SmsBridge.Twilio;

/// <summary>The URL under which Twilio knows the bridge; what the proxy in front made of it does not matter.</summary>
internal sealed class PublicUrl
{
    private readonly string origin;
    private readonly string prefix;

    /// <param name="baseUrl"><c>Public:BaseUrl</c>; may have a path, which a proxy may or may not strip.</param>
    public PublicUrl(string baseUrl)
    {
        var url = new Uri(baseUrl);
        var user = url.UserInfo.Length > 0 ? $"{url.UserInfo}@" : "";

        // Twilio signs with or without the default port, and its validator tries both only where the URL has none. The host keeps its case.
        var authority = baseUrl[(baseUrl.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/')[0];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        host = url.IsDefaultPort && host.LastIndexOf(':') > host.LastIndexOf(']') ? host[..host.LastIndexOf(':')] : host;
        origin = $"{url.Scheme}://{user}{host}";
        prefix = url.AbsolutePath.TrimEnd('/');
    }

    /// <summary>Where a number's webhook points.</summary>
    public static string Inbound(string baseUrl) => $"{baseUrl.TrimEnd('/')}/twilio/inbound";

    /// <param name="rawTarget">The request target as it stands in the request line, percent-encoding untouched.</param>
    public IEnumerable<string> Candidates(string rawTarget)
    {
        var target = rawTarget.StartsWith('/') ? rawTarget : new Uri(rawTarget).PathAndQuery;
        yield return origin + prefix + target;
        if (prefix.Length > 0 && target.StartsWith(prefix + "/", StringComparison.Ordinal))
        {
            yield return origin + target;
        }
    }
}
