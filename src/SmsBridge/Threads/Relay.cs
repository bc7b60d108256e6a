using Npgsql;
using SmsBridge.Handoff;

namespace SmsBridge.Threads;

/// <summary>While people have the thread, the agent stays silent and each text goes to the desk as an event.</summary>
internal sealed class Relay(NpgsqlDataSource database)
{
    private const string Sql = """
        select id, queue, now() from handoffs where thread_id = @thread and state in ('waiting', 'accepted') order by requested_at desc limit 1
        """;

    /// <returns>Null when no handoff is open any more, because the thread was closed a moment ago: then the text is the agent's.</returns>
    public async Task<TurnResult?> Pass(TurnResult result, ThreadContext thread, WaitingText text, CancellationToken cancellationToken)
    {
        return await Event(thread, text, cancellationToken) is { } passed
            ? result with
            {
                Event = passed,
                Text = Turn.Finished(result.Lease, thread, text, TextStatus.Received, "relayed", correlationId: null, TimeSpan.Zero),
            }
            : null;
    }

    private async Task<HandoffEvent?> Event(ThreadContext thread, WaitingText text, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("thread", thread.Id);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return null;
        }

        var (handoff, queue, now) = (row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2));
        var data = CloudEvents.Write(json =>
        {
            json.WriteString("handoffId", handoff);
            json.WriteString("threadId", thread.Id);
            json.WriteString("number", thread.Number);
            json.WriteString("customer", thread.Customer);
            json.WriteString("messageId", text.Id);
            json.WriteString("text", text.Text);
            json.WritePropertyName("media");
            json.WriteRawValue(text.Media ?? "[]", skipInputValidation: true);
        });
        var id = Guid.CreateVersion7();
        var type = HandoffEventType.Message;
        return new HandoffEvent(id, thread.Id, handoff, type, queue, CloudEvents.Envelope(id, type, thread.Id, now, data));
    }
}
