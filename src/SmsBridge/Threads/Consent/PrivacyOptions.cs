using Microsoft.Extensions.Options;

namespace SmsBridge.Threads.Consent;

/// <summary>The section <c>Privacy</c>.</summary>
internal sealed class PrivacyOptions
{
    public const int ShortestKey = 32;

    /// <summary>Secrets under which the opt-outs of erased customers are kept, the newest first; one that is left out loses those that it was the newest for. None: the database's own salt alone.</summary>
    public List<string> HashKeys { get; set; } = [];
}

internal sealed class PrivacyOptionsValidator : IValidateOptions<PrivacyOptions>
{
    public ValidateOptionsResult Validate(string? name, PrivacyOptions options)
    {
        var errors = options
            .HashKeys.Select((key, i) => (Key: key, Name: $"Privacy:HashKeys:{i}"))
            .Where(k => k.Key is not { Length: >= PrivacyOptions.ShortestKey })
            .Select(k => $"{k.Name} is shorter than {PrivacyOptions.ShortestKey} characters. Make one with: openssl rand -hex 32")
            .ToList();
        if (options.HashKeys.Distinct(StringComparer.Ordinal).Count() < options.HashKeys.Count)
        {
            errors.Add("Privacy:HashKeys has the same key twice. Leave one of them out.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
