using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace SmsBridge.Ops;

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

/// <summary>Which page a caller wants.</summary>
internal sealed record PageQuery
{
    private const int Default = 50;
    private const int Most = 500;

    [FromQuery(Name = "cursor"), Description("From `next` of the page before; left out: the first page.")]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Description("The most items of the page."), Range(1, Most), DefaultValue(Default)]
    public int? Limit { get; init; }

    public int Size => Limit is null or (>= 1 and <= Most) ? Limit ?? Default : throw BadLimit(Limit.Value);

    /// <summary>The key that the page begins after.</summary>
    public string? After
    {
        get
        {
            try
            {
                return Cursor is null ? null : Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(Cursor));
            }
            catch (FormatException)
            {
                throw Bad("cursor is none that this API gave out; take it from 'next', or leave it out.");
            }
        }
    }

    public static BadHttpRequestException BadLimit(int limit) => Bad($"limit is {limit}; give 1 to {Most}.");

    public static BadHttpRequestException Bad(string why) => new(why, StatusCodes.Status400BadRequest);
}

/// <summary>The key of lists in the order of time.</summary>
internal sealed record TimeCursor(DateTimeOffset At, Guid Id)
{
    public static TimeCursor? Parse(string? key)
    {
        if (key is null)
        {
            return null;
        }

        var parts = key.Split(' ');
        return
            parts.Length == 2
            && DateTimeOffset.TryParseExact(parts[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            && Guid.TryParse(parts[1], out var id)
            ? new TimeCursor(at, id)
            : throw PageQuery.Bad("cursor is of another list; leave it out to begin at the first page.");
    }

    public override string ToString() => $"{At.ToUniversalTime():O} {Id}";
}
