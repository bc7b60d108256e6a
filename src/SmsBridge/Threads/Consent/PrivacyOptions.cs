using Microsoft.Extensions.Options;

namespace SmsBridge.Threads.Consent;

/// <summary>The section <c>Privacy</c>: what stays of erased customers. Set a key before you erase the first one.</summary>
internal sealed class PrivacyOptions
{
    public const int ShortestKey = 32;

    /// <summary>
    /// At least 32 characters each. The opt-outs of erased customers are hashed under the first key and found under all of them, so a
    /// key that was used stays listed. None: the database's own salt alone. Secret.
    /// </summary>
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
