using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SmsBridge.Outbound;
using SmsBridge.Threads;
using SmsBridge.Work;

namespace SmsBridge.Handoff;

/// <summary>Makes the handoff and its event out of what the agent said.</summary>
internal sealed class HandoffWriter(TranscriptReader transcripts, IOptions<HandoffOptions> options)
{
    /// <param name="handoff">The agent's object, as it came.</param>
    /// <param name="replies">What the agent says to the customer with it; not stored yet.</param>
    public async Task<NewHandoff> Write(
        ThreadContext thread,
        Conversation conversation,
        string handoff,
        IReadOnlyList<Reply> replies,
        CancellationToken cancellationToken
    )
    {
        var transcript = await transcripts.Read(thread.Id, conversation.Id, cancellationToken);
        using var said = JsonDocument.Parse(handoff);
        var destination = Text(said.RootElement, "destination");
        var queue = options.Value.QueueFor(destination, conversation.Settings.Handoff.Queue);
        var id = Guid.CreateVersion7();
        var data = CloudEvents.Write(json =>
        {
            json.WriteString("handoffId", id);
            json.WriteString("threadId", thread.Id);
            json.WriteString("chatConversationId", conversation.ChatConversationId);
            json.WriteString("number", thread.Number);
            json.WriteString("customer", thread.Customer);
            json.WriteString("channel", thread.Channel);
            json.WriteString("agent", conversation.Agent);
            json.WriteString("variantId", conversation.Settings.VariantId);
            json.WriteString("destination", destination);
            json.WriteString("reason", Text(said.RootElement, "reason"));
            json.WritePropertyName("handoff");
            json.WriteRawValue(handoff, skipInputValidation: true);
            json.WriteString("queue", queue);
            json.WriteString("language", conversation.Settings.Language);
            json.WritePropertyName("attributes");
            json.WriteRawValue(transcript.Attributes, skipInputValidation: true);
            json.WriteString("requestedAt", transcript.Now.UtcDateTime);
            json.WriteString("firstContactAt", (transcript.Lines is [var first, ..] ? first.At : transcript.Now).UtcDateTime);
            json.WriteString("lastCustomerText", transcript.Lines.LastOrDefault(l => l.From == Author.Customer)?.Text);
            WriteTranscript(json, transcript, replies);
            json.WriteStartObject("links");
            json.WriteString("thread", $"/api/v1/threads/{thread.Id}");
            json.WriteString("reply", $"/api/v1/handoffs/{id}/messages");
            json.WriteString("release", $"/api/v1/handoffs/{id}/release");
            json.WriteEndObject();
        });
        var eventId = Guid.CreateVersion7();
        var envelope = CloudEvents.Envelope(eventId, HandoffEventType.Requested, thread.Id, transcript.Now, data);
        return new NewHandoff(
            id,
            conversation.Id,
            queue,
            data,
            new HandoffEvent(eventId, thread.Id, id, HandoffEventType.Requested, queue, envelope)
        );
    }

    private static void WriteTranscript(Utf8JsonWriter json, Transcript transcript, IReadOnlyList<Reply> replies)
    {
        var said = replies.Select(r => new TranscriptLine(r.Author, r.Text, transcript.Now, r.Id));
        json.WriteStartArray("transcript");
        foreach (var line in transcript.Lines.Concat(said))
        {
            json.WriteStartObject();
            json.WriteString("from", line.From);
            json.WriteString("text", line.Text);
            json.WriteString("at", line.At.UtcDateTime);
            json.WriteString("messageId", line.MessageId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Agents put other things than text there at times; routing needs text.</summary>
    private static string? Text(JsonElement handoff, string name) =>
        handoff.ValueKind == JsonValueKind.Object && handoff.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => handoff.Text(name),
                JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
                _ => null,
            }
            : null;
}
