using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

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
    /// <param name="trace">W3C traceparent of what caused the event; null where nobody traces.</param>
    public static string Envelope(Guid id, string type, Guid threadId, DateTimeOffset time, string data, string? trace) =>
        Write(json =>
        {
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", Source);
            json.WriteString("type", type);
            json.WriteString("subject", threadId);
            if (type == HandoffEventType.Delivery)
            {
                // All six digits, as this type of event has always had them; the others leave out zeros at the end.
                json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            }
            else
            {
                json.WriteString("time", time.UtcDateTime);
            }

            json.WriteString("datacontenttype", "application/json");
            if (trace is not null)
            {
                // The CloudEvents extension for distributed tracing, on every kind of queue.
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
