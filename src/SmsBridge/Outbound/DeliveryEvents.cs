using Npgsql;
using SmsBridge.Queues;
using SmsBridge.Storage;

namespace SmsBridge.Outbound;

/// <summary>What becomes of a text that people wrote goes to the desk, in the transaction that moves the text.</summary>
internal static class DeliveryEvents
{
    /// <summary>
    /// Ends a statement whose <c>moved</c> holds <c>thread_id, id, handoff_id, before, status, error_code, error_text, traceparent</c>, and returns what
    /// the desk has to hear, for <see cref="Read"/>. Other texts cost a look at their <c>handoff_id</c>. In the order of threads, as everybody locks the
    /// publisher's work. The desk's id of a text is on its first part.
    /// </summary>
    public const string Sql = """
        ,
        told as materialized (
            select * from moved where handoff_id is not null and before <> status and delivery_rank(status) >= delivery_rank('accepted')
        )
        select told.thread_id, t.number, t.customer, now(), told.handoff_id, told.id,
               (select first.client_id from messages m
                  join messages first on first.thread_id = m.thread_id and first.seq <= m.seq
                   and first.handoff_id = told.handoff_id and first.client_id is not null
                 where m.id = told.id and m.thread_id = told.thread_id order by first.seq desc limit 1),
               told.status, told.error_code, told.error_text, told.traceparent
          from told join threads t on t.id = told.thread_id order by told.thread_id, told.id
        """;

    /// <summary>The event of one row. It belongs to the trace of its text, not to that of the batch which writes it.</summary>
    public static HandoffEvent Read(NpgsqlDataReader reader)
    {
        var row = new Columns(reader);
        return Of(
            new HandoffThread(row.Next<Guid>(), row.Next<string>(), row.Next<string>(), row.Next<DateTimeOffset>()),
            row.Next<Guid>(),
            row.Next<Guid>(),
            row.NextText(),
            row.Next<string>(),
            row.NextOrNull<int>(),
            row.NextText(),
            row.NextText()
        );
    }

    /// <param name="clientId">The desk's id of the whole text; null for one that was stored without.</param>
    /// <param name="trace">W3C traceparent of the text; null where nobody traced.</param>
    public static HandoffEvent Of(
        HandoffThread thread,
        Guid handoff,
        Guid message,
        string? clientId,
        string status,
        int? errorCode,
        string? errorText,
        string? trace
    ) =>
        HandoffEvent.Of(
            thread,
            handoff,
            HandoffEventType.Delivery,
            trace,
            json =>
            {
                json.WriteString("messageId", message);
                json.WriteString("clientMessageId", clientId);
                json.WriteString("status", status);
                if (errorCode is null && errorText is null)
                {
                    json.WriteNull("error");
                    return;
                }

                json.WriteStartObject("error");
                if (errorCode is { } code)
                {
                    json.WriteNumber("code", code);
                }
                else
                {
                    json.WriteNull("code");
                }

                json.WriteString("text", errorText);
                json.WriteEndObject();
            }
        );
}
