using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Queues;

namespace SmsBridge.Threads.Turns;

/// <summary>While people have the thread, the agent stays silent and each text goes to the desk as an event.</summary>
internal sealed class Relay(NpgsqlDataSource database, IOptions<OpsOptions> ops)
{
    private const string Sql = """
        select id, now() from handoffs where thread_id = @thread and state in ('waiting', 'accepted') order by requested_at desc limit 1
        """;

    /// <returns>Null when no handoff is open any more: somebody ended it a moment ago, and took the turn away with it.</returns>
    public async Task<TurnResult?> Pass(TurnResult result, ThreadContext thread, WaitingText text, CancellationToken cancellationToken)
    {
        return await Event(thread, text, cancellationToken) is { } passed
            ? result with
            {
                Event = passed,
                Texts = FinishedText.Of(asks: 0, thread, [text], TextStatus.Received, "relayed"),
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

        var asOfNow = new HandoffThread(thread.Id, thread.Number, thread.Customer, row.GetFieldValue<DateTimeOffset>(1));
        return HandoffEvent.Of(asOfNow, row.GetGuid(0), HandoffEventType.Message, json => Tell(json, text));
    }

    /// <summary>Where the customer wrote to a group: people should know that others read along, and that their answer goes to the customer alone.</summary>
    private static void WriteGroup(Utf8JsonWriter json, string details)
    {
        using var said = JsonDocument.Parse(details);
        if (said.RootElement.TryGetProperty("group_others", out var others))
        {
            json.WriteBoolean("group", true);
            json.WriteNumber("groupOthers", others.GetInt32());
        }
    }

    private void Tell(Utf8JsonWriter json, WaitingText text)
    {
        json.WriteString("messageId", text.Id);
        json.WriteString("text", text.Text);
        MediaView.Write(json, text.Id, text.Media, ops.Value.Link);
        if (text.Kind is { } kind)
        {
            json.WriteString("kind", kind);
        }

        if (text.Details is { } details)
        {
            json.WritePropertyName("details");
            json.WriteRawValue(details, skipInputValidation: true);
            WriteGroup(json, details);
        }
    }
}
