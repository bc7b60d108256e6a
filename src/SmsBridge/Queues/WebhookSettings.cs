using SmsBridge.Work;

namespace SmsBridge.Queues;

internal sealed class WebhookSettings : IQueueSettings
{
    /// <summary>Where events are posted.</summary>
    public string Url { get; set; } = "";

    /// <summary><c>whsec_</c> and 24 to 64 random bytes in base64; signs the posts. Secret.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Signs as well, while receivers move from one secret to the next. Secret.</summary>
    public string? PreviousSecret { get; set; }

    /// <summary>Time for one post.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    public IEnumerable<string> Mistakes(string key, IReadOnlyCollection<string> siblings)
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return Url.Length == 0
                ? $"{key}:Url is missing. Write the https address to which events are posted."
                : $"{key}:Url is no http(s) URL. Write the https address to which events are posted.";
        }
        else if (url.UserInfo.Length > 0)
        {
            yield return $"{key}:Url has a user or password in it, which is not sent. Take it out: the receiver checks the signature.";
        }

        if (Secret.Length == 0)
        {
            yield return $"{key}:Secret is missing. Make one: echo whsec_$(openssl rand -base64 32)";
        }
        else if (StandardWebhook.KeyOf(Secret) is null)
        {
            yield return $"{key}:Secret must be whsec_ and 24 to 64 bytes in base64. Make one: echo whsec_$(openssl rand -base64 32)";
        }

        if (PreviousSecret is { Length: > 0 } && StandardWebhook.KeyOf(PreviousSecret) is null)
        {
            yield return $"{key}:PreviousSecret must be whsec_ and 24 to 64 bytes in base64. Leave it out unless the secret is being replaced.";
        }

        if (Timeout <= TimeSpan.Zero)
        {
            yield return $"{key}:Timeout must be above zero, for example 00:00:15.";
        }
    }
}
