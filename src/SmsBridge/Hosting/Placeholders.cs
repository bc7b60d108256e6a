using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace SmsBridge.Hosting;

/// <summary>
/// Values that templates have and nobody has filled in. A secret like that is known to whoever has read the template, so the service does not start
/// with it.
/// </summary>
internal static partial class Placeholders
{
    public static IServiceCollection AddPlaceholderCheck(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<Checked>().ValidateOnStart();
        return services.AddSingleton<IValidateOptions<Checked>>(new Validator(configuration));
    }

    /// <summary>What is wrong, each with its key and never with the value.</summary>
    /// <param name="settings">By configuration key. One without a section is nobody's we know: the environment has many.</param>
    public static IEnumerable<string> Mistakes(IEnumerable<KeyValuePair<string, string?>> settings) =>
        settings
            .Where(s => s.Key.Contains(':') && s.Value is not null && IsPlaceholder(s.Key, s.Value))
            .OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s =>
                $"{s.Key} still has the placeholder of a template. Fill in your own value{(s.Key == "Ops:BootstrapKey" ? ", made with: openssl rand -hex 24" : ".")}"
            );

    private static bool IsPlaceholder(string key, string value) =>
        LeftOver().IsMatch(value)
        || (IdName().IsMatch(key) && (value.Contains('…') || NoSid().IsMatch(value)))
        || Secrets(key, value).Any(secret => secret.Contains('…') || Example().IsMatch(secret));

    /// <summary>The value itself, where the key is that of a secret, or the password in it.</summary>
    private static IEnumerable<string> Secrets(string key, string value)
    {
        if (SecretName().IsMatch(key))
        {
            yield return value;
        }

        if (key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase) && Password(value) is { } password)
        {
            yield return password;
        }

        if (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.UserInfo.Split(':', 2) is [_, var inUrl])
        {
            yield return Uri.UnescapeDataString(inUrl);
        }
    }

    private static string? Password(string connection)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connection }.TryGetValue("Password", out var password)
                ? $"{password}"
                : null;
        }
        catch (ArgumentException)
        {
            // No connection string: told with its own remedy.
            return null;
        }
    }

    [GeneratedRegex("change[-_ ]?me", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LeftOver();

    [GeneratedRegex(
        "(^|[^a-z0-9])example([^a-z0-9]|$)|^example",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Example();

    [GeneratedRegex(
        "(Key|Token|Secret|Password)s?(:[0-9]+)?$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SecretName();

    [GeneratedRegex("(Sid|AccountId|ProjectId)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IdName();

    [GeneratedRegex("^[A-Z]{2}0{32}$", RegexOptions.NonBacktracking)]
    private static partial Regex NoSid();

    /// <summary>Nothing of its own: what is checked are all settings, whoever reads them.</summary>
    internal sealed class Checked;

    private sealed class Validator(IConfiguration configuration) : IValidateOptions<Checked>
    {
        public ValidateOptionsResult Validate(string? name, Checked options)
        {
            var mistakes = Mistakes(configuration.AsEnumerable()).ToList();
            return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
        }
    }
}
