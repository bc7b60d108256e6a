using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using SmsBridge.Messages;
using SmsBridge.Numbers;

namespace SmsBridge.Threads.Turns;

/// <summary>
/// What the agent is told on create. Later ones win: the number's own attributes, what a lookup found, what the channel told about the sender, and
/// the bridge's own under reserved names.
/// </summary>
internal static class IntegrationAttributes
{
    /// <param name="found">By the number's lookup.</param>
    public static Dictionary<string, JsonElement> For(
        NumberDocument number,
        ThreadContext thread,
        WaitingText first,
        IReadOnlyDictionary<string, JsonElement> found
    )
    {
        var facts = Members(first.Facts);
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["channel"] = thread.Channel,
            ["customer_number"] = thread.Customer,
            ["bridge_number"] = thread.Number,
            ["thread_id"] = thread.Id.ToString(),
            ["first_message_sid"] = first.ProviderSid,
        };

        var attributes = AttributeTemplates.Fill(number.Attributes, Fields(number, first, facts, own));
        foreach (
            var (name, value) in found
                .Where(f => !NumberValidator.Reserved.Contains(f.Key))
                .Concat(facts)
                .Concat(Members(thread.NextAttributes))
        )
        {
            attributes[name] = value;
        }

        foreach (var (name, value) in own)
        {
            attributes[name] = JsonSerializer.SerializeToElement(value, TextJson.Default.String);
        }

        return attributes;
    }

    private static Dictionary<string, JsonElement> Members(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, TextJson.Default.DictionaryStringJsonElement)!;

    /// <summary>The fields that templates may name; one without a value is missing.</summary>
    private static Dictionary<string, string> Fields(
        NumberDocument number,
        WaitingText first,
        Dictionary<string, JsonElement> facts,
        Dictionary<string, string> own
    )
    {
        var fields = facts
            .Where(f => f.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(f => f.Key, f => f.Value.GetString()!, StringComparer.Ordinal);
        foreach (var (name, value) in own)
        {
            fields[name] = value;
        }

        fields["number_label"] = number.Label ?? "";
        fields["language"] = number.Language ?? "";
        fields["first_text"] = first.Text;
        fields["received_at"] = TakenAt(first.Id).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return fields.Where(f => f.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>A text gets its id when the webhook takes it, before it may wait in the spool; the first 48 bits are that time in milliseconds (RFC 9562).</summary>
    private static DateTimeOffset TakenAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
