using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SmsBridge.Work;

/// <summary>
/// Ids and codes of agents and providers have a form before they are stored, logged or sent on. Answers are written by others: an id of a megabyte, or one
/// that Postgres does not take, must not hold up a thread, and a code must not carry a customer's words into the log.
/// </summary>
internal static partial class ProviderWords
{
    /// <summary>1 to 200 visible ASCII characters.</summary>
    public static bool IsId(string? text) => text is not null && IdForm().IsMatch(text);

    /// <returns>Null for what has not the form of an id.</returns>
    public static string? Id(string? text) => IsId(text) ? text : null;

    /// <summary>The id; in place of one that cannot be stored, a word of its own that is always the same for it.</summary>
    public static string Storable(string id) =>
        IsId(id) ? id : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))}";

    /// <returns>Null for what is not 1 to 64 letters, digits, dots, dashes or underlines.</returns>
    public static string? Code(string? text) => text is not null && CodeForm().IsMatch(text) ? text : null;

    [GeneratedRegex(@"^[!-~]{1,200}\z", RegexOptions.NonBacktracking)]
    private static partial Regex IdForm();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex CodeForm();
}
