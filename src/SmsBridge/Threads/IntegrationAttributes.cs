using System.Text.Json;
using SmsBridge.Numbers;

namespace SmsBridge.Threads;

/// <summary>What the agent is told on create: the number's own attributes, and the bridge's under reserved names.</summary>
internal static class IntegrationAttributes
{
    public static Dictionary<string, JsonElement> For(NumberDocument number, ThreadContext thread, WaitingText first)
    {
        var attributes = new Dictionary<string, JsonElement>(number.Attributes, StringComparer.Ordinal);
        if (first.Facts is { } facts)
        {
            using var told = JsonDocument.Parse(facts);
            foreach (var fact in told.RootElement.EnumerateObject())
            {
                attributes[fact.Name] = fact.Value.Clone();
            }
        }

        attributes["channel"] = Text(thread.Channel);
        attributes["customer_number"] = Text(thread.Customer);
        attributes["bridge_number"] = Text(thread.Number);
        attributes["thread_id"] = Text(thread.Id.ToString());
        attributes["first_message_sid"] = Text(first.ProviderSid);
        return attributes;
    }

    private static JsonElement Text(string value) => JsonSerializer.SerializeToElement(value, TextJson.Default.String);
}
