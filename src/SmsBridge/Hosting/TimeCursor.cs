using System.Globalization;

namespace SmsBridge.Hosting;

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
