using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace SmsBridge.Hosting;

/// <summary>The place that a page ended at, as callers give it back: nobody is to read or to make one.</summary>
internal static class Cursor
{
    public const string NotOurs = "cursor is none that this API gave out; take it from 'next', or leave it out.";

    public static string Of(string key) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(key));

    /// <returns>Null: the first page.</returns>
    /// <exception cref="BadHttpRequestException">It is none of ours.</exception>
    public static string? Read(string? cursor)
    {
        try
        {
            var key = cursor is null ? null : Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor));
            return key is null || Unstorable.Text(key) is null ? key : throw PageQuery.Bad(NotOurs);
        }
        catch (FormatException)
        {
            throw PageQuery.Bad(NotOurs);
        }
    }
}
