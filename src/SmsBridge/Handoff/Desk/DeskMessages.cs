using Microsoft.Extensions.Options;
using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Outbound;
using SmsBridge.Storage;

namespace SmsBridge.Handoff.Desk;

/// <summary>A text that people wrote, in line to be sent.</summary>
/// <param name="Parts">The ids of its messages, in order.</param>
internal sealed record WrittenText(Guid ThreadId, IReadOnlyList<Guid> Parts);

/// <summary>Texts of people to the customer: each once, however often it is asked for.</summary>
internal sealed class DeskMessages(NpgsqlDataSource database, OutboundQueue outbound, NumberBook numbers, IOptions<HandoffOptions> options)
{
    // The parts of a text are those of its handoff from the one with the text's id up to the next that has one.
    private const string KnownSql = """
        select f.handoff_id, p.id, p.text
          from messages f left join messages p on p.thread_id = f.thread_id and p.handoff_id = f.handoff_id and p.seq >= f.seq
           and not exists (select 1 from messages n where n.thread_id = f.thread_id and n.handoff_id = f.handoff_id
                              and n.client_id is not null and n.seq > f.seq and n.seq <= p.seq)
         where f.thread_id = @thread and f.client_id = @client order by p.seq
        """;

    /// <param name="text">As people wrote it.</param>
    /// <param name="clientId">The desk's id of the text.</param>
    /// <param name="hash">Of the control token.</param>
    /// <returns>Two nulls: nothing is left of the text to be seen.</returns>
    public async Task<(WrittenText? Written, Refusal? Refusal)> Write(
        Guid handoffId,
        string text,
        string clientId,
        byte[] hash,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var control = await Control.Read(connection, transaction, handoffId, hash, cancellationToken);
        var shaped = Reply.Shape(
            Author.LiveAgent,
            text,
            control?.Number ?? "",
            control?.Settings.SegmentsPerPart ?? NumberDocument.DefaultSegmentsPerPart
        );
        if (shaped.Count == 0)
        {
            // Before any refusal: the text is wrong whoever has the thread.
            return (null, null);
        }

        if (control is null)
        {
            return (null, Refusal.Unknown(handoffId));
        }

        if ((control.OptedOut ? Refusal.OptedOut : control.Refused) is { } refusal)
        {
            return (null, refusal);
        }

        if (numbers.Find(control.Number)?.Answers(control.Customer) == false)
        {
            return (null, Refusal.CountryNotAllowed);
        }

        var parts = shaped.Select((p, i) => p with { HandoffId = handoffId, ClientId = i == 0 ? clientId : null }).ToList();
        var known = await Known(connection, control.ThreadId, clientId, cancellationToken);
        if (known.Count > 0)
        {
            // A caller who heard no answer asks again.
            var same = known[0].HandoffId == handoffId && known.Select(k => k.Text).SequenceEqual(parts.Select(p => p.Text));
            return same ? (new WrittenText(control.ThreadId, known.ConvertAll(k => k.Id)), null) : (null, Refusal.Reused(clientId));
        }

        var sends = outbound.Queue(control.ThreadId, parts);
        await Effect.Run(connection, [sends.Effect]);
        await Handoffs.Lengthen(connection, handoffId, control.ThreadId, options.Value.ControlFor, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        sends.Start();
        return (new WrittenText(control.ThreadId, parts.ConvertAll(p => p.Id)), null);
    }

    private static async Task<List<(Guid? HandoffId, Guid Id, string? Text)>> Known(
        NpgsqlConnection connection,
        Guid threadId,
        string clientId,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(KnownSql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue("client", clientId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var known = new List<(Guid?, Guid, string?)>();
        while (await row.ReadAsync(cancellationToken))
        {
            known.Add(row.IsDBNull(0) ? (null, Guid.Empty, null) : (row.GetGuid(0), row.GetGuid(1), row.GetString(2)));
        }

        return known;
    }
}
