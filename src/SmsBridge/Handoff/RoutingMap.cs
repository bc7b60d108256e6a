using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmsBridge.Handoff;

/// <summary>
/// A flat map of texts that desks take unchanged: as contact attributes (Amazon Connect: names of letters, digits, dash and underscore), as
/// custom attributes (Genesys), as metadata (Sunshine Conversations: flat, at most 4 KB). What is added first has the room; what no longer fits
/// is left out as a whole, and shorter values behind it may still go in.
/// </summary>
internal sealed class RoutingMap
{
    /// <summary>Of the map as UTF-8 JSON without blanks, braces included.</summary>
    public const int MaxBytes = 4096;

    private const int MaxName = 128;

    /// <summary>UTF-16 code units; a longer value is cut after a whole character.</summary>
    private const int MaxValue = 1024;

    private readonly List<(string Name, string Value)> entries = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private int bytes = "{}".Length;

    public IReadOnlyList<(string Name, string Value)> Entries => entries;

    /// <summary>Null, empty and taken names are passed over.</summary>
    public void Add(string name, string? value)
    {
        var key = Key(name);
        if (string.IsNullOrEmpty(value) || key.Length is 0 or > MaxName || names.Contains(key))
        {
            return;
        }

        var text = Characters.Start(value, MaxValue);
        var size = Size(key) + Size(text) + ":".Length + (entries.Count > 0 ? ",".Length : 0);
        if (text.Length > 0 && bytes + size <= MaxBytes)
        {
            bytes += size;
            names.Add(key);
            entries.Add((key, text));
        }
    }

    public void Write(Utf8JsonWriter json, string member)
    {
        json.WriteStartObject(member);
        foreach (var (name, value) in entries)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static string Key(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' ? c : '_'));

    private static int Size(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length + "\"\"".Length;
}
