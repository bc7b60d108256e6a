using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmsBridge.Observability;

namespace SmsBridge.Queues;

/// <summary>CloudEvents 1.0 in structured JSON.</summary>
internal static class CloudEvents
{
    public const string Source = "/smsbridge";
    public const string MediaType = "application/cloudevents+json";

    /// <summary>Never put into a page, so that people may read texts as they were written.</summary>
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="id">Stable across redeliveries.</param>
    /// <param name="data">A JSON object, taken over verbatim.</param>
    public static string Envelope(Guid id, string type, Guid threadId, DateTimeOffset time, string data) =>
        Write(json =>
        {
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", Source);
            json.WriteString("type", type);
            json.WriteString("subject", threadId);
            json.WriteString("time", time.UtcDateTime);
            json.WriteString("datacontenttype", "application/json");
            if (Traces.Current is { } trace)
            {
                // The CloudEvents extension for distributed tracing: the trace of what caused the event, on every kind of queue.
                json.WriteString("traceparent", trace);
            }

            json.WritePropertyName("data");
            json.WriteRawValue(data, skipInputValidation: true);
        });

    /// <summary>A JSON object with the members that <paramref name="members"/> writes.</summary>
    public static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
