using Microsoft.Extensions.Options;
using SmsBridge.Work;

namespace SmsBridge.Threads.Lookups;

/// <summary>The section <c>Lookups</c>: services that know customers, by the name that number documents use.</summary>
internal sealed class LookupsOptions : Dictionary<string, LookupOptions>;

internal sealed class LookupOptions
{
    /// <summary>The address that is asked with POST when a conversation opens.</summary>
    public string Url { get; set; } = "";

    /// <summary><c>whsec_</c> and 24 to 64 bytes in base64; signs the requests. Secret.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Time from the request to the end of the answer; the customer's first reply waits for it. At most <c>00:00:10</c>.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer holds for the same customer at the same number; <c>00:00:00</c>: each conversation asks.</summary>
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Sends the customer's first text too.</summary>
    public bool IncludeText { get; set; }
}

internal sealed class LookupsOptionsValidator : IValidateOptions<LookupsOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(10);

    public ValidateOptionsResult Validate(string? name, LookupsOptions options)
    {
        var errors = new List<string>();
        foreach (var (lookup, settings) in options)
        {
            var key = $"Lookups:{lookup}";
            if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                errors.Add($"{key}:Url is missing or no http(s) URL. Set it to the address that knows your customers.");
            }

            if (StandardWebhook.KeyOf(settings.Secret) is null)
            {
                errors.Add($"{key}:Secret is missing or no such secret. {StandardWebhook.Remedy}");
            }

            if (settings.Timeout <= TimeSpan.Zero || settings.Timeout > LongestTimeout)
            {
                errors.Add($"{key}:Timeout must be above zero and at most 00:00:10: the customer waits that long for the first answer.");
            }

            if (settings.CacheFor < TimeSpan.Zero)
            {
                errors.Add($"{key}:CacheFor cannot be negative. Set it to 00:00:00 to ask each time.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
