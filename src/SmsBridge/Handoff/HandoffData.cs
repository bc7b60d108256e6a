using System.Text;
using System.Text.Json;
using SmsBridge.Messages;
using SmsBridge.Queues;

namespace SmsBridge.Handoff;

/// <summary>The <c>data</c> of a requested event, member by member: the public contract's first, then what was added to it.</summary>
/// <param name="Lines">What was said, the agent's last words included.</param>
/// <param name="ConversationLink">For people; null when none is configured.</param>
/// <param name="HandoffState">JSON from PolyAI's Handoff API, verbatim; null when there is none.</param>
/// <param name="Link">Makes a link of a path.</param>
internal sealed record HandoffData(
    Guid Id,
    ThreadContext Thread,
    Conversation Conversation,
    HandoffCause Cause,
    string Queue,
    Transcript Transcript,
    IReadOnlyList<TranscriptLine> Lines,
    string? ConversationLink,
    string? HandoffState,
    Func<string, string> Link
)
{
    /// <summary>UTF-8 bytes, with room for the envelope: what brokers and event buses take as one message is often 256 KiB.</summary>
    private const int MaxBytes = (256 * 1024) - 4096;

    /// <summary>UTF-8 bytes of the agent's object, so that half of the event is left for what was said.</summary>
    private const int MaxHandoffBytes = 128 * 1024;

    /// <summary>UTF-16 code units of a destination or reason.</summary>
    private const int MaxWord = 1024;

    private AgentObject Said => Cause.Said;

    private string? Priority => Cut(Said.Priority ?? Conversation.Settings.Handoff.Priority?.Trim(), Numbers.HandoffSettings.MaxPriority);

    private bool? BusinessHours => Conversation.Settings.Handoff.BusinessHours?.IsOpen(Transcript.Now);

    /// <summary>
    /// As JSON text. Where the event would be too large, it has of the agent's object only what is known of it, the transcript loses its beginning, and
    /// if that is not enough the rest of what others wrote is left out. What is kept here has all but that beginning.
    /// </summary>
    public (string Kept, string Event) Write()
    {
        var handoff = Encoding.UTF8.GetByteCount(Cause.Handoff) > MaxHandoffBytes ? Said.Short() : Cause.Handoff;
        var whole = (Transcript.Attributes, HandoffState);
        var told = whole;
        var lines = Fitting(handoff, told);
        if (lines.Count == 0 && Over(lines, handoff, told) > 0)
        {
            told = (AgentObject.Truncated, null);
            lines = Fitting(handoff, told);
        }

        var data = Write(lines, handoff, told);
        return (handoff == Cause.Handoff && told == whole ? data : Write(lines, Cause.Handoff, whole), data);
    }

    private List<TranscriptLine> Fitting(string handoff, (string, string?) told)
    {
        var (left, over) = (0, Over(Lines, handoff, told));
        while (over > 0 && left < Lines.Count)
        {
            over -= Encoding.UTF8.GetByteCount(CloudEvents.Write(json => WriteLine(json, Lines[left])));
            left++;
        }

        return [.. Lines.Skip(left)];
    }

    private int Over(IReadOnlyList<TranscriptLine> lines, string handoff, (string, string?) told) =>
        Encoding.UTF8.GetByteCount(Write(lines, handoff, told)) - MaxBytes;

    private string Write(IReadOnlyList<TranscriptLine> lines, string handoff, (string Attributes, string? HandoffState) told) =>
        CloudEvents.Write(json =>
        {
            WriteContract(json, handoff, told.Attributes);
            json.WriteStartArray("transcript");
            foreach (var line in lines)
            {
                json.WriteStartObject();
                WriteLine(json, line);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("transcriptTruncated", !Transcript.IsWhole || lines.Count < Lines.Count);
            WriteLinks(json);
            WriteAdded(json, told.HandoffState);
        });

    private void WriteContract(Utf8JsonWriter json, string handoff, string attributes)
    {
        json.WriteString("handoffId", Id);
        json.WriteString("threadId", Thread.Id);
        json.WriteString("chatConversationId", Conversation.ChatConversationId);
        json.WriteString("number", Thread.Number);
        json.WriteString("customer", Thread.Customer);
        json.WriteString("channel", Thread.Channel);
        json.WriteString("agent", Conversation.Agent);
        json.WriteString("variantId", Conversation.Settings.VariantId);
        json.WriteString("source", Cause.Source);
        json.WriteString("destination", Cut(Said.Destination, MaxWord));
        json.WriteString("reason", Cut(Said.Reason, MaxWord));
        json.WritePropertyName("handoff");
        json.WriteRawValue(handoff, skipInputValidation: true);
        json.WriteString("queue", Queue);
        json.WriteString("language", Conversation.Settings.Language);
        json.WritePropertyName("attributes");
        json.WriteRawValue(attributes, skipInputValidation: true);
        json.WriteString("requestedAt", Transcript.Now.UtcDateTime);
        json.WriteString("firstContactAt", Transcript.FirstAt.UtcDateTime);
        json.WriteString("lastCustomerText", Lines.LastOrDefault(l => l.From == Author.Customer)?.Text);
    }

    private void WriteLine(Utf8JsonWriter json, TranscriptLine line)
    {
        json.WriteString("from", line.From);
        json.WriteString("text", line.Text);
        json.WriteString("at", line.At.UtcDateTime);
        json.WriteString("messageId", line.MessageId);
        json.WriteString("status", line.Status);
        MediaView.Write(json, line.MessageId, line.Media, Link);
    }

    private void WriteLinks(Utf8JsonWriter json)
    {
        json.WriteStartObject("links");
        json.WriteString("thread", Link($"/api/v1/threads/{Thread.Id}"));
        json.WriteString("accept", Link($"/api/v1/handoffs/{Id}/accept"));
        json.WriteString("reply", Link($"/api/v1/handoffs/{Id}/messages"));
        json.WriteString("release", Link($"/api/v1/handoffs/{Id}/release"));
        json.WriteString("conversation", ConversationLink);
        json.WriteEndObject();
    }

    private void WriteAdded(Utf8JsonWriter json, string? handoffState)
    {
        json.WriteString("priority", Priority);
        json.WritePropertyName("businessHours");
        json.WriteRawValue(Word(BusinessHours) ?? "null");
        if (Transcript.WaitingSince is { } since)
        {
            json.WriteString("waitingSince", since.UtcDateTime);
        }
        else
        {
            json.WriteNull("waitingSince");
        }

        json.WriteStartArray("previousHandoffs");
        foreach (var earlier in Transcript.Earlier)
        {
            json.WriteStartObject();
            json.WriteString("handoffId", earlier.Id);
            json.WriteString("requestedAt", earlier.RequestedAt.UtcDateTime);
            json.WriteString("endedAt", earlier.EndedAt.UtcDateTime);
            json.WriteString("outcome", earlier.Outcome);
            json.WriteString("endReason", earlier.EndReason);
            json.WriteString("destination", Cut(earlier.Destination, MaxWord));
            json.WriteString("reason", Cut(earlier.Reason, MaxWord));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("summary", HandoffSummary.Of(Said, Lines));
        Routing().Write(json, "routing");
        json.WritePropertyName("handoffState");
        json.WriteRawValue(handoffState ?? "null", skipInputValidation: true);
    }

    private RoutingMap Routing()
    {
        var map = new RoutingMap();
        map.Add("handoffId", Id.ToString());
        map.Add("threadId", Thread.Id.ToString());
        map.Add("number", Thread.Number);
        map.Add("customer", Thread.Customer);
        map.Add("channel", Thread.Channel);
        map.Add("agent", Conversation.Agent);
        map.Add("variantId", Conversation.Settings.VariantId);
        map.Add("destination", Said.Destination);
        map.Add("reason", Said.Reason);
        map.Add("priority", Priority);
        map.Add("businessHours", Word(BusinessHours));
        map.Add("language", Conversation.Settings.Language);
        map.Add("queue", Queue);
        using var attributes = JsonDocument.Parse(Transcript.Attributes);
        foreach (var (name, value) in Said.Values.Concat(AgentObject.Flat(attributes.RootElement)))
        {
            map.Add(name, value);
        }

        return map;
    }

    private static string? Word(bool? value) =>
        value switch
        {
            true => "true",
            false => "false",
            null => null,
        };

    private static string? Cut(string? text, int max) => text is null ? null : Characters.Start(text, max);
}
