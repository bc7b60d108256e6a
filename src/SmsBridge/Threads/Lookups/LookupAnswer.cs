using System.Text.Json;
using SmsBridge.Work;

namespace SmsBridge.Threads.Lookups;

/// <summary>What a lookup knows of a customer, or why it could not be asked.</summary>
/// <param name="Attributes">By name; empty when it knows nothing.</param>
/// <param name="Fault">For operators; null when it answered.</param>
/// <param name="Bytes">Length of the answer.</param>
internal sealed record LookupAnswer(IReadOnlyDictionary<string, JsonElement> Attributes, string? Fault = null, int Bytes = 0)
{
    private const int DeepestNesting = 16;

    private static readonly Dictionary<string, JsonElement> None = [];

    /// <summary>It does not know the customer.</summary>
    public static LookupAnswer Nothing { get; } = new(None);

    public static LookupAnswer Failed(string fault) => new(None, fault);

    /// <summary>The members of a JSON object are the attributes; a null says that it does not know.</summary>
    public static LookupAnswer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DeepestNesting });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Failed($"its answer is a JSON {json.RootElement.ValueKind}, not an object");
            }

            // What is sent on create is also written to the conversation: an answer that Postgres refuses would hold up the turn for good.
            if (!json.RootElement.IsStorable())
            {
                return Failed("its answer holds U+0000, half an emoji, or a number beyond 1e300");
            }

            var attributes = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in json.RootElement.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null))
            {
                attributes[member.Name] = member.Value.Clone();
            }

            return new LookupAnswer(attributes, Bytes: body.Length);
        }
        catch (JsonException)
        {
            return Failed("its answer is no JSON object");
        }
    }
}
