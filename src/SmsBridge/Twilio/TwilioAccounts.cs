using System.Text;
using Microsoft.Extensions.Options;

namespace SmsBridge.Twilio;

/// <summary>One configured account, ready for use.</summary>
internal sealed record TwilioAccount(string Name, string Sid, IReadOnlyList<string> Tokens, string Authorization);

/// <summary>The configured accounts, by name and by sid.</summary>
internal sealed class TwilioAccounts(IOptions<TwilioOptions> options)
{
    private readonly List<TwilioAccount> accounts = options.Value.Accounts.Select(a => Account(a.Key, a.Value)).ToList();

    public IReadOnlyList<TwilioAccount> All => accounts;

    public TwilioAccount? WithSid(string sid) => accounts.Find(a => a.Sid == sid);

    public TwilioAccount? Named(string name) => accounts.Find(a => a.Name == name);

    /// <summary><c>AC</c> and 32 hexadecimal digits.</summary>
    public static bool IsSid(string? text) =>
        text is { Length: 34 } && text.StartsWith("AC", StringComparison.Ordinal) && text.Skip(2).All(char.IsAsciiHexDigit);

    private static TwilioAccount Account(string name, TwilioAccountOptions options)
    {
        var (user, password) = string.IsNullOrEmpty(options.ApiKeySid)
            ? (options.AccountSid, options.AuthTokens[0])
            : (options.ApiKeySid, options.ApiKeySecret);
        return new TwilioAccount(name, options.AccountSid, options.AuthTokens, Basic(user, password));
    }

    /// <summary>The header Authorization.</summary>
    public static string Basic(string user, string? password) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
}
