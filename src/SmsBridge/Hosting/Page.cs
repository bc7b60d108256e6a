using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace SmsBridge.Hosting;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order that the operation names.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal static class Page
{
    /// <param name="found">Up to one more than fits, which tells that there is a next page.</param>
    /// <param name="key">What the next page begins after.</param>
    public static Page<T> Of<T>(List<T> found, int size, Func<T, string> key)
    {
        if (found.Count <= size)
        {
            return new Page<T>(found, null);
        }

        var items = found.GetRange(0, size);
        return new Page<T>(items, WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(key(items[^1]))));
    }
}
