namespace SmsBridge.Twilio;

/// <summary>The URL under which Twilio knows the bridge; what the proxy in front made of it does not matter.</summary>
internal sealed class PublicUrl
{
    /// <param name="baseUrl"><c>Public:BaseUrl</c>; may have a path, which a proxy may or may not strip.</param>
    public PublicUrl(string baseUrl)
    {
        var url = new Uri(baseUrl);
        var user = url.UserInfo.Length > 0 ? $"{url.UserInfo}@" : "";

        // Twilio signs with or without the default port, and its validator tries both only where the URL has none. The host keeps its case.
        var authority = baseUrl[(baseUrl.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/')[0];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        var withoutPort = host.LastIndexOf(':') > host.LastIndexOf(']') ? host[..host.LastIndexOf(':')] : host;
        (Scheme, Host, Prefix) = (url.Scheme, withoutPort, url.AbsolutePath.TrimEnd('/'));
        Authority = user + (url.IsDefaultPort ? withoutPort : host);
    }

    public string Scheme { get; }

    /// <summary>With user and password where there are any, without a default port.</summary>
    public string Authority { get; }

    public string Host { get; }

    /// <summary>The path, without a slash at its end.</summary>
    public string Prefix { get; }

    /// <summary>For people: without user and password.</summary>
    public string Shown => WithoutUser($"{Scheme}://{Authority}{Prefix}");

    /// <summary>Where a number's webhook points.</summary>
    public static string Inbound(string baseUrl) => $"{baseUrl.TrimEnd('/')}/twilio/inbound";

    public static string WithoutUser(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.IndexOf('/', start) is var slash and >= 0 ? slash : url.Length;
        return url[..start] + url[(url.LastIndexOf('@', end - 1, end - start) is var at and >= 0 ? at + 1 : start)..];
    }

    /// <param name="rawTarget">The request target as it stands in the request line, percent-encoding untouched.</param>
    public IEnumerable<string> Candidates(string rawTarget)
    {
        var origin = $"{Scheme}://{Authority}";
        var target = PathOf(rawTarget);
        yield return origin + Prefix + target;
        if (HasPrefix(target))
        {
            yield return origin + target;
        }
    }

    /// <summary>What follows the prefix.</summary>
    public string Strip(string rawTarget)
    {
        var target = PathOf(rawTarget);
        return HasPrefix(target) ? target[Prefix.Length..] : target;
    }

    private bool HasPrefix(string target) => Prefix.Length > 0 && target.StartsWith(Prefix + "/", StringComparison.Ordinal);

    private static string PathOf(string rawTarget) => rawTarget.StartsWith('/') ? rawTarget : new Uri(rawTarget).PathAndQuery;
}
