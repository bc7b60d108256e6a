using System.Collections;
using System.Globalization;

namespace SmsBridge.Observability;

/// <summary>A log line, or a scope around lines, with its properties; nothing of it holds a phone number.</summary>
internal sealed class MaskedState(string text, IReadOnlyList<KeyValuePair<string, object?>> members)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string Path = "RequestPath";

    public int Count => members.Count;

    public KeyValuePair<string, object?> this[int index] => members[index];

    /// <param name="state">As it was logged: mostly a list of named values.</param>
    /// <param name="text">The line.</param>
    public static MaskedState Of(object? state, string? text) =>
        new(
            Mask.Numbers(text ?? ""),
            state is IEnumerable<KeyValuePair<string, object?>> named
                ? [.. named.Select(m => KeyValuePair.Create(m.Key, Masked(m.Value)))]
                : []
        );

    /// <summary>What every line of a request carries, without the path, in which callers may put anything.</summary>
    public static MaskedState Scope(object state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> named || !named.Any(m => m.Key == Path))
        {
            return Of(state, state.ToString());
        }

        var members = named.Where(m => m.Key != Path).ToList();
        return Of(members, string.Join(' ', members.Select(m => $"{m.Key}:{m.Value}")));
    }

    public override string ToString() => text;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Values that cannot hold one stay what they are, for those who calculate with them.</summary>
    private static object? Masked(object? value) =>
        value switch
        {
            null or bool or int or long or double or Guid or TimeSpan or DateTime or DateTimeOffset or Enum => value,
            _ => Mask.Numbers(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
        };
}
