using Microsoft.EntityFrameworkCore;

namespace SmsBridge.Hosting;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order that the operation names.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> make) => new([.. Items.Select(make)], Next);
}

internal static class Page
{
    /// <summary>Characters of what a page is made of, about. Where single items may be long, a page has fewer of them than its limit allows.</summary>
    public const long MostCharacters = 4_000_000;

    /// <param name="found">Up to one more than fits, which tells that there is a next page.</param>
    /// <param name="key">What the next page begins after.</param>
    public static Page<T> Of<T>(List<T> found, int size, Func<T, string> key) =>
        Of(found.Count <= size ? found : found.GetRange(0, size), found.Count > size, key);

    /// <param name="hasMore">There is a next page.</param>
    public static Page<T> Of<T>(List<T> items, bool hasMore, Func<T, string> key) => new(items, hasMore ? Cursor.Of(key(items[^1])) : null);

    /// <summary>Reads rows that may be long, one by one, until the page is full by number or by size; it has one of them at least.</summary>
    /// <param name="rows">In order, from the page's first on.</param>
    /// <param name="length">Of a row, in characters.</param>
    public static async Task<Page<T>> Read<T>(
        IQueryable<T> rows,
        int size,
        Func<T, long> length,
        Func<T, string> key,
        CancellationToken cancellationToken
    )
    {
        var (items, characters) = (new List<T>(), 0L);
        await foreach (var row in rows.Take(size + 1).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            characters += length(row);
            if (items.Count == size || (items.Count > 0 && characters > MostCharacters))
            {
                return Of(items, hasMore: true, key);
            }

            items.Add(row);
        }

        return Of(items, hasMore: false, key);
    }
}
