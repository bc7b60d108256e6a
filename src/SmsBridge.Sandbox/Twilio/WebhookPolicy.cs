using System.Globalization;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>
/// Time-outs and retries of one webhook, read from the URL's fragment (<c>#rc=2&amp;rp=ct,rt,5xx&amp;rt=3000</c>); by default only a
/// failed connection is tried once more and an answer has 15 s.
/// </summary>
internal sealed record WebhookPolicy(int Retries, string On, TimeSpan ReadTimeout)
{
    private static readonly WebhookPolicy Usual = new(1, "ct", TimeSpan.FromSeconds(15));

    /// <summary>The policy of a URL, and the URL without its fragment, which is what goes over the wire and is signed.</summary>
    public static (WebhookPolicy Policy, string Url) Of(string url)
    {
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0)
            return (Usual, url);
        var policy = Usual;
        foreach (var pair in url[(hash + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split('=', 2) is [var k, var v] ? (k, v) : (pair, "");
            policy = key switch
            {
                "rc" => policy with { Retries = int.Parse(value, CultureInfo.InvariantCulture) },
                "rp" => policy with { On = value },
                "rt" => policy with { ReadTimeout = TimeSpan.FromMilliseconds(int.Parse(value, CultureInfo.InvariantCulture)) },
                _ => policy,
            };
        }
        return (policy, url[..hash]);
    }

    /// <summary>Whether an answer calls for another try; status 0 with an error is a failed connection or a time-out.</summary>
    public bool Retry(WebhookAnswer answer)
    {
        var why = answer switch
        {
            { TimedOut: true } => "rt",
            { Status: 0 } => "ct",
            { Status: >= 500 } => "5xx",
            { Status: >= 400 } => "4xx",
            _ => null,
        };
        return why is not null && On.Split(',').Any(on => on is "all" || on == why);
    }
}
