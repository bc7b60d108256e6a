using Npgsql;
using NpgsqlTypes;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Storage;
using SmsBridge.Threads.Consent;
using SmsBridge.Work;

namespace SmsBridge.Threads.Proactive;

/// <summary>Parts of a text that we started, as stored.</summary>
internal sealed record StoredParts(Guid ThreadId, IReadOnlyList<Guid> Parts);

/// <summary>Stores texts that we start, each once, however often it is asked for.</summary>
internal sealed class StartedTexts(
    NpgsqlDataSource database,
    NumberBook numbers,
    CustomerHashes hashes,
    StartedTextSignals signals,
    IWorkSignal<ScheduledTextWorker> scheduler
)
{
    private const string ScheduleSql = $"""
        insert into work (thread_id, kind, due_at, version) values (@thread, 'scheduled', @at, 1)
        {AddWork.AndWake}
        """;

    private const string ThreadSql = """
        insert into threads (id, number, customer, channel, state)
        select @thread, @number, @customer, @channel,
               case when exists (select 1 from consents c where c.scope = @scope
                                    and c.customer_hash = any(@hashes) and c.opted_out)
                    then 'opted-out' else 'idle' end
        on conflict (id) do update
           set last_message_at = now(),
               -- Whoever has written gets texts at the address that they wrote from.
               customer = case when exists (select 1 from messages m where m.thread_id = threads.id and m.direction = 'in')
                               then threads.customer else excluded.customer end
        returning state, conversation_id
        """;

    private const string KnownSql = """
        select f.started_id is not null, f.started ->> 'text', p.id
          from messages f
          left join messages p on p.thread_id = f.thread_id and p.seq >= f.seq and p.started_id = f.started_id
         where f.thread_id = @thread and f.client_id = @client order by p.seq
        """;

    private const string InsertSql = """
        insert into messages (id, thread_id, direction, author, text, segments, encoding, status, pending, client_id, started_id, started, send_at,
                              traceparent)
        select p.id, @thread, 'out', 'bridge', p.text, p.segments, p.encoding, 'queued', false,
               case when p.position = 1 then @client end, @started_id, case when p.position = 1 then @started end, @send_at, @trace
          from unnest(@ids, @texts, @segments, @encodings) with ordinality as p (id, text, segments, encoding, position) order by p.position
        """;

    private const string CancelSql = """
        with locked as materialized (
            select m.id, m.thread_id from messages part join messages m on m.thread_id = part.thread_id and m.started_id = part.started_id
             where part.id = @id and m.send_at is not null and m.status = 'queued' and not m.pending order by m.id for update of m
        )
        update messages m set status = 'canceled' from locked
         where m.id = locked.id and m.thread_id = locked.thread_id
        returning m.thread_id, m.id
        """;

    /// <summary>A repeated call gets what the first one stored, whatever became of the thread since.</summary>
    public async Task<(StoredParts? Stored, Refusal? Refusal)> Write(StartedText text, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await (
            text.SendAt is { } at
                ? Schedule(connection, text, at, cancellationToken)
                : ThreadWork.RevokeTurn(connection, text.ThreadId, cancellationToken)
        );
        var (state, conversation) = await Thread(connection, text, cancellationToken);
        if (await Known(connection, text, cancellationToken) is { } known)
        {
            return known;
        }

        if (StartRules.Refused(state) is { } refusal)
        {
            return (null, refusal);
        }

        await Insert(connection, text, cancellationToken);
        var ids = text.Parts.Select(p => p.Id).ToList();
        if (text.SendAt is null)
        {
            await StartedTextLine.Enter(connection, text.ThreadId, ids, text.Words.Told, conversation, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        if (text.SendAt is null)
        {
            signals.Wake();
        }
        else
        {
            scheduler.Wake();
        }

        return (new StoredParts(text.ThreadId, ids), null);
    }

    /// <summary>Takes back a text that waits for its time.</summary>
    /// <param name="messageId">Of any of its parts.</param>
    public async Task<(StoredParts? Canceled, Refusal? Refusal)> Cancel(Guid messageId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(CancelSql);
        command.Parameters.AddWithValue("id", messageId);
        var canceled = new List<(Guid Thread, Guid Id)>();
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                canceled.Add((row.GetGuid(0), row.GetGuid(1)));
            }
        }

        if (canceled.Count > 0)
        {
            return (new StoredParts(canceled[0].Thread, canceled.ConvertAll(c => c.Id)), null);
        }

        await using var exists = database.CreateCommand("select exists (select 1 from messages where id = @id)");
        exists.Parameters.AddWithValue("id", messageId);
        return await exists.ExecuteScalarAsync(cancellationToken) is true ? (null, NotScheduled) : (null, Unknown(messageId));
    }

    public static Refusal NotScheduled { get; } =
        Refusal.Conflict("not-scheduled", "The message does not wait for its time: it is in line, sent or canceled already.");

    public static Refusal Unknown(Guid messageId) =>
        new(StatusCodes.Status404NotFound, "unknown-message", $"There is no message {messageId}.");

    private static async Task Schedule(
        NpgsqlConnection connection,
        StartedText text,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(ScheduleSql, connection);
        command.Parameters.AddWithValue("thread", text.ThreadId);
        command.Parameters.AddWithValue("at", at);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Locks it, and makes it where the customer has never been in touch.</summary>
    private async Task<(string State, Guid? Conversation)> Thread(
        NpgsqlConnection connection,
        StartedText text,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(ThreadSql, connection);
        command.Parameters.AddWithValue("thread", text.ThreadId);
        command.Parameters.AddWithValue("number", text.Number);
        command.Parameters.AddWithValue("customer", text.Customer);
        command.Parameters.AddWithValue("channel", Channel.Of(text.Number));
        command.Parameters.AddWithValue("scope", ConsentScope.Of(numbers, text.Number).Name);
        command.Parameters.AddWithValue("hashes", await hashes.All(text.Customer, cancellationToken));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (row.GetString(0), row.IsDBNull(1) ? null : row.GetGuid(1));
    }

    private static async Task<(StoredParts?, Refusal?)?> Known(
        NpgsqlConnection connection,
        StartedText text,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(KnownSql, connection);
        command.Parameters.AddWithValue("thread", text.ThreadId);
        command.Parameters.AddWithValue("client", text.ClientId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var parts = new List<Guid>();
        while (await row.ReadAsync(cancellationToken))
        {
            // A text that was blanked because of its age cannot be compared any more.
            if (!row.GetBoolean(0) || (!row.IsDBNull(1) && row.GetString(1) != text.Words.Text))
            {
                return (null, Refusal.Reused(text.ClientId));
            }

            parts.Add(row.GetGuid(2));
        }

        return parts.Count == 0 ? null : (new StoredParts(text.ThreadId, parts), null);
    }

    private static async Task Insert(NpgsqlConnection connection, StartedText text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(InsertSql, connection);
        command.Parameters.AddWithValue("thread", text.ThreadId);
        command.Parameters.AddWithValue("client", NpgsqlDbType.Text, text.ClientId);
        command.Parameters.AddWithValue("started_id", text.Id);
        command.Parameters.AddWithValue("started", NpgsqlDbType.Jsonb, text.Words.Json);
        command.Parameters.AddNullable("send_at", NpgsqlDbType.TimestampTz, text.SendAt);
        command.Parameters.AddNullable("trace", NpgsqlDbType.Text, text.Parts[0].Trace);
        command.Parameters.AddWithValue("ids", text.Parts.Select(p => p.Id).ToArray());
        command.Parameters.AddWithValue("texts", text.Parts.Select(p => p.Text).ToArray());
        command.Parameters.AddWithValue("segments", text.Parts.Select(p => (short)p.Segments).ToArray());
        command.Parameters.AddWithValue("encodings", text.Parts.Select(p => p.Encoding).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
