using Microsoft.AspNetCore.Http.Features;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>A webhook that was refused, as far as its signature depends on it. Held in memory until it is explained; never stored.</summary>
/// <param name="Route">The path without what stands in it.</param>
/// <param name="Claim">The signature; null where there is none that could be one.</param>
/// <param name="Account">Null where AccountSid is not one of ours.</param>
internal sealed record RefusedWebhook(
    bool IsGet,
    string RawTarget,
    string Route,
    string? Claim,
    TwilioForm Form,
    TwilioAccount? Account,
    ProxyHeaders Headers
)
{
    /// <summary>Who neither signs nor names an account is no misled webhook: a scanner, or <c>doctor</c> looking for the bridge.</summary>
    public bool IsLikeTwilios => Claim is not null || TwilioAccounts.IsSid(Form["AccountSid"]);

    public static RefusedWebhook Of(HttpRequest request, string? claim, TwilioForm form, TwilioAccount? account) =>
        new(
            HttpMethods.IsGet(request.Method),
            request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            (request.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "/twilio",
            claim,
            form,
            account,
            ProxyHeaders.Of(request)
        );
}

/// <summary>What the request and the proxies in front say of the URL that was called. Anybody can write these headers: they explain, and decide nothing.</summary>
/// <param name="Host">A host, with its port if there is one.</param>
internal sealed record ProxyHeaders(
    string? Host,
    string? ForwardedHost,
    string? ForwardedProto,
    string? ForwardedPort,
    string? ForwardedPrefix
)
{
    private const int LongestHost = 260;

    public static ProxyHeaders Of(HttpRequest request) =>
        new(
            Authority(request.Headers.Host.ToString()),
            Authority(First(request, "X-Forwarded-Host")),
            Scheme(First(request, "X-Forwarded-Proto") ?? Believed(request)),
            Port(First(request, "X-Forwarded-Port")),
            Prefix(First(request, "X-Forwarded-Prefix"))
        );

    /// <summary>Each proxy adds to the list; the first entry is nearest to the caller.</summary>
    private static string? First(HttpRequest request, string name) =>
        request.Headers[name].ToString().Split(',')[0].Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The header of a trusted proxy is taken away, and became the request's scheme.</summary>
    private static string? Believed(HttpRequest request) => request.Headers.ContainsKey("X-Original-Proto") ? request.Scheme : null;

    private static string? Authority(string? value) =>
        value is { Length: > 0 and <= LongestHost }
        && Uri.TryCreate($"https://{value}/", UriKind.Absolute, out var url)
        && url is { UserInfo: "", PathAndQuery: "/", Fragment: "" }
        && value.Any(c => char.IsAsciiLetter(c) || c is '.' or ':')
            ? value
            : null;

    private static string? Scheme(string? value) =>
        value?.ToLowerInvariant() switch
        {
            "http" => "http",
            "https" => "https",
            _ => null,
        };

    private static string? Port(string? value) => ushort.TryParse(value, out var port) && port > 0 ? $"{port}" : null;

    private static string? Prefix(string? value) =>
        value?.TrimEnd('/') is { Length: > 1 and <= 100 } path
        && path[0] == '/'
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.')
            ? path
            : null;
}
