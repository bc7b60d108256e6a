using Microsoft.Extensions.Options;

namespace SmsBridge.Hosting;

/// <summary>The section <c>Public</c>: the listener for webhooks.</summary>
internal sealed class PublicOptions
{
    /// <summary>
    /// The URL under which Twilio reaches the bridge, with a path prefix if you have one. Signatures are checked against it and status
    /// callbacks are built from it.
    /// </summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>The listener for webhooks. Nothing else answers there.</summary>
    public string Listen { get; set; } = "http://0.0.0.0:8080";

    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) and networks (<c>10.0.0.0/24</c>) of proxies whose X-Forwarded-For and X-Forwarded-Proto are
    /// believed, for limits; a signature never depends on them. None: nobody's are.
    /// </summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>
    /// Connections at once. A further one takes the place of the one that has been idle longest; where all are at work it is closed.
    /// </summary>
    public int MaxConnections { get; set; } = 2000;

    /// <summary>The largest webhook in bytes; a larger one gets 413.</summary>
    public int MaxWebhookBytes { get; set; } = 64 * 1024;

    /// <summary>Webhooks of one address that get 403 within a minute; further ones that are not signed get 429. What Twilio signed is never limited. 0: any number.</summary>
    public int RefusedPerMinute { get; set; } = 600;
}

/// <summary>The section <c>Ops</c>: the listener for the API, the console, health and metrics. It must not be reachable from the internet.</summary>
internal sealed class OpsOptions
{
    /// <summary>The listener for the API, the console, health and metrics.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:8081";

    /// <summary>
    /// The URL under which desks and operators reach this listener, for example <c>https://ops.example.com</c>; makes the links in
    /// events whole. None: they are paths.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>An API key with the role <c>admin</c>, 16 characters or more, accepted besides the stored ones. Secret.</summary>
    public string? BootstrapKey { get; set; }

    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) and networks (<c>10.0.0.0/24</c>) of proxies whose X-Forwarded-For and X-Forwarded-Proto are
    /// believed, for limits. None: nobody's are.
    /// </summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>
    /// Connections at once, streams included. A further one takes the place of the one that has been idle longest; where all are at
    /// work it gets 503, save for health and metrics. One key may use half of them at once.
    /// </summary>
    public int MaxConnections { get; set; } = 2000;

    /// <summary>
    /// Streams, long polls and downloads of one key at once; further ones get 429 with <c>Retry-After</c>. All keys together may hold
    /// half of <c>Ops:MaxConnections</c> with them.
    /// </summary>
    public int LongCallsPerKey { get; set; } = 50;

    /// <summary>Requests with one key within a minute; further ones get 429 with <c>Retry-After</c>. 0: any number.</summary>
    public int RequestsPerMinute { get; set; } = 12_000;

    /// <summary>
    /// Requests of one address without a valid key within a minute, health aside; further ones get 429 with <c>Retry-After</c>. 0: any
    /// number.
    /// </summary>
    public int AnonymousPerMinute { get; set; } = 600;

    /// <param name="path">Begins with a slash.</param>
    public string Link(string path) => $"{BaseUrl?.TrimEnd('/')}{path}";
}

internal sealed class PublicOptionsValidator : IValidateOptions<PublicOptions>
{
    public ValidateOptionsResult Validate(string? name, PublicOptions options)
    {
        var errors = new List<string>();
        if (!Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            errors.Add(
                "Public:BaseUrl is missing or no http(s) URL. Set it to the address under which Twilio reaches this service, for example https://sms.example.com."
            );
        }
        else if (url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            errors.Add("Public:BaseUrl must have neither query nor fragment.");
        }

        errors.AddRange(ListenAddress.Check("Public:Listen", options.Listen));
        errors.AddRange(TrustedProxies.Check("Public:TrustedProxies", options.TrustedProxies));
        errors.AddRange(LimitSettings.AtLeast(1, "Public:MaxConnections", options.MaxConnections, 2000));
        errors.AddRange(LimitSettings.AtLeast(4096, "Public:MaxWebhookBytes", options.MaxWebhookBytes, 65536));
        errors.AddRange(LimitSettings.AtLeast(0, "Public:RefusedPerMinute", options.RefusedPerMinute, 600));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

internal sealed class OpsOptionsValidator : IValidateOptions<OpsOptions>
{
    private const int ShortestKey = 16;

    public ValidateOptionsResult Validate(string? name, OpsOptions options)
    {
        var errors = ListenAddress.Check("Ops:Listen", options.Listen).ToList();
        errors.AddRange(TrustedProxies.Check("Ops:TrustedProxies", options.TrustedProxies));
        errors.AddRange(LimitSettings.AtLeast(1, "Ops:MaxConnections", options.MaxConnections, 2000));
        errors.AddRange(LimitSettings.AtLeast(1, "Ops:LongCallsPerKey", options.LongCallsPerKey, 50));
        errors.AddRange(LimitSettings.AtLeast(0, "Ops:RequestsPerMinute", options.RequestsPerMinute, 12_000));
        errors.AddRange(LimitSettings.AtLeast(0, "Ops:AnonymousPerMinute", options.AnonymousPerMinute, 600));
        if (
            options.BaseUrl is { Length: > 0 } baseUrl
            && (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) || url is not { Scheme: "http" or "https", Query: "", Fragment: "" })
        )
        {
            errors.Add(
                "Ops:BaseUrl is no http(s) URL without query and fragment. Set it to the address under which desks reach the API, for example https://ops.example.com, or leave it out."
            );
        }

        if (options.BootstrapKey is { Length: < ShortestKey })
        {
            errors.Add($"Ops:BootstrapKey has fewer than {ShortestKey} characters. Make one with: openssl rand -hex 24");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
