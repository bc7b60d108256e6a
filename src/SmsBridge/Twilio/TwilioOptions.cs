using Microsoft.Extensions.Options;

namespace SmsBridge.Twilio;

/// <summary>The section <c>Twilio</c>: the accounts that own the numbers, and how Twilio is called.</summary>
internal sealed class TwilioOptions
{
    /// <summary>The address of Twilio's REST API; another one for simulators.</summary>
    public string ApiUrl { get; set; } = "https://api.twilio.com";

    /// <summary>Time for one REST call.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest file, in bytes, that the API passes on. Twilio takes 5 MB a message, WhatsApp 16 MB a video.</summary>
    public long MaxMediaBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Time for one whole file.</summary>
    public TimeSpan MediaTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Origins (<c>http://127.0.0.1:5001</c>) to which redirects from media may lead besides Twilio's own; for simulators.</summary>
    public List<string> MediaOrigins { get; set; } = [];

    /// <summary>Accounts by the name that number documents use.</summary>
    public Dictionary<string, TwilioAccountOptions> Accounts { get; set; } = new(StringComparer.Ordinal);
}

internal sealed class TwilioAccountOptions
{
    /// <summary><c>AC</c> and 32 hexadecimal digits. A subaccount has its own.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>
    /// At least one is required. Any of them verifies webhooks, so that tokens can be rotated; the first signs REST calls where there
    /// is no API key. Secret.
    /// </summary>
    public List<string> AuthTokens { get; set; } = [];

    /// <summary>With <see cref="ApiKeySecret"/>, both or none: used for REST calls. Secret.</summary>
    public string? ApiKeySid { get; set; }

    /// <summary>With <see cref="ApiKeySid"/>. Secret.</summary>
    public string? ApiKeySecret { get; set; }
}

internal sealed class TwilioOptionsValidator : IValidateOptions<TwilioOptions>
{
    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        var errors = new List<string>();
        if (!Uri.TryCreate(options.ApiUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            errors.Add("Twilio:ApiUrl is no http(s) URL. Leave it out for https://api.twilio.com.");
        }

        if (options.Timeout <= TimeSpan.Zero)
        {
            errors.Add("Twilio:Timeout must be above zero, for example 00:00:15.");
        }

        if (options.MaxMediaBytes <= 0)
        {
            errors.Add("Twilio:MaxMediaBytes must be above zero, for example 10485760.");
        }

        if (options.MediaTimeout <= TimeSpan.Zero)
        {
            errors.Add("Twilio:MediaTimeout must be above zero, for example 00:00:30.");
        }

        if (
            options.MediaOrigins.Find(o =>
                !Uri.TryCreate(o, UriKind.Absolute, out var origin) || origin.Scheme is not ("http" or "https")
            ) is
            { } bad
        )
        {
            errors.Add($"Twilio:MediaOrigins has '{bad}', which is no http(s) URL. Leave the list out for Twilio itself.");
        }

        foreach (var (account, settings) in options.Accounts)
        {
            Check($"Twilio:Accounts:{account}", settings, errors);
        }

        foreach (
            var twins in options.Accounts.GroupBy(a => a.Value.AccountSid, StringComparer.Ordinal).Where(g => g.Key != "" && g.Count() > 1)
        )
        {
            errors.Add($"Twilio:Accounts has {string.Join(" and ", twins.Select(t => t.Key))} with the same AccountSid. Keep one of them.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Check(string key, TwilioAccountOptions account, List<string> errors)
    {
        if (!account.AccountSid.StartsWith("AC", StringComparison.Ordinal))
        {
            errors.Add($"{key}:AccountSid must begin with AC. Copy it from the Twilio console.");
        }

        if (account.AuthTokens.Count == 0 || account.AuthTokens.Any(string.IsNullOrWhiteSpace))
        {
            errors.Add($"{key}:AuthTokens needs at least one token: Twilio signs webhooks with it, an API key cannot verify them.");
        }

        if (string.IsNullOrEmpty(account.ApiKeySid) != string.IsNullOrEmpty(account.ApiKeySecret))
        {
            errors.Add($"{key} has only one of ApiKeySid and ApiKeySecret. Set both or none.");
        }
    }
}
