using System.Diagnostics;
using Npgsql;
using SmsBridge.Observability;
using SmsBridge.Work;

namespace SmsBridge.Outbound;

/// <summary>The span of what the provider says about a text on its way: it goes on with the text's trace, and is linked to the webhook's own.</summary>
internal sealed class DeliverySpans(NpgsqlDataSource database)
{
    /// <summary>Reads the text's trace only where somebody traces.</summary>
    public async ValueTask<Activity?> Start(Guid messageId, string? status, Failure? failure)
    {
        if (!Traces.Source.HasListeners() || await Trace(messageId) is not { } stored)
        {
            return null;
        }

        var webhook = Traces.Current;
        var span = Traces.Continue(stored, SpanNames.Delivery, ActivityKind.Consumer);
        span.Link(webhook);
        span?.SetTag(SpanTags.System, "twilio");
        span?.SetTag(SpanTags.Operation, "receive");
        span?.SetTag(SpanTags.Message, messageId.ToString());
        span?.SetTag(SpanTags.DeliveryState, status);
        span.Fail(failure);
        return span;
    }

    private async Task<string?> Trace(Guid messageId)
    {
        try
        {
            await using var command = database.CreateCommand("select traceparent from messages where id = @id");
            command.Parameters.AddWithValue("id", messageId);
            return await command.ExecuteScalarAsync() as string;
        }
        catch (NpgsqlException)
        {
            // Whatever follows needs the database more.
            return null;
        }
    }
}
