using System.Text.Json;
using SmsBridge.Queues;

namespace SmsBridge.Privacy;

/// <summary>The <c>data</c> of an old handoff without what was said in it, or without what the agent and others told about the customer.</summary>
internal static class HandoffRemains
{
    private static readonly string[] Said = ["transcript", "lastCustomerText", "summary"];

    private static readonly string[] Told = ["handoff", "attributes", "handoffState", "routing"];

    /// <param name="transcript">Take out what was said.</param>
    /// <param name="payload">Take out what was told.</param>
    public static string Of(string data, bool transcript, bool payload)
    {
        using var document = JsonDocument.Parse(data);
        return CloudEvents.Write(json =>
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if ((transcript && Said.Contains(member.Name)) || (payload && Told.Contains(member.Name)))
                {
                    json.WritePropertyName(member.Name);
                    json.WriteRawValue(Empty(member.Value));
                }
                else
                {
                    // Verbatim, as it was.
                    json.WritePropertyName(member.Name);
                    json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
                }
            }
        });
    }

    /// <summary>Of the same kind, so that readers which expect a list or an object find one.</summary>
    private static string Empty(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => "[]",
            JsonValueKind.Object => "{}",
            _ => "null",
        };
}
