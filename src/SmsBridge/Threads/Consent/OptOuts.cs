using Npgsql;
using SmsBridge.Handoff;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Outbound;
using SmsBridge.Storage;
using SmsBridge.Threads.Turns;
using SmsBridge.Work;

namespace SmsBridge.Threads.Consent;

/// <summary>
/// Acts on what says whether a customer may be texted: a keyword, the provider's refusal, an operator. One transaction each: the consent with
/// its record, and all that follows in every thread of the customer with numbers of the same scope.
/// </summary>
internal sealed class OptOuts(
    NpgsqlDataSource database,
    NumberBook numbers,
    CustomerHashes hashes,
    ThreadCloser closer,
    OutboundQueue outbound,
    BridgeMetrics metrics
)
{
    public const string Reason = "opted-out";

    private const string ThreadsSql = "select id from threads where id = any(@threads) and id <> @own order by id";

    private const string LockSql = "select 1 from threads where id = any(@threads) order by id for update";

    private const string NumberSql = "select number, customer from threads where id = @thread";

    // Texts that may be on their way already are left to the sender, which looks for them before it cancels them.
    private const string CancelSql = """
        with canceled as (
            update messages set status = 'canceled', pending = false, error_text = 'the customer has opted out'
             where thread_id = @thread and pending and direction = 'out' and status = 'queued'
        )
        update messages set status = 'ignored', pending = false, reason = 'opted-out'
         where thread_id = @thread and pending and direction = 'in'
        """;

    private const string BackSql = "update threads set state = 'idle' where id = any(@threads) and state = 'opted-out'";

    /// <summary>The customer may not be texted any more.</summary>
    /// <param name="text">The text that says so; null: something else does.</param>
    /// <returns>False when the text was known already.</returns>
    public async Task<bool> Stop(ConsentChange change, InboundText? text, CancellationToken cancellationToken)
    {
        var (scope, keyed) = (ConsentScope.Of(numbers, change.Number), await hashes.Keyed(change.Customer, cancellationToken));
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var threads = await Threads(connection, scope, change, cancellationToken);
        foreach (var thread in threads)
        {
            await TurnLease.Revoke(connection, thread, cancellationToken);
            await SendLease.Revoke(connection, thread, cancellationToken);
        }

        await Lock(connection, threads, cancellationToken);
        // A provider's refusal is read from the thread: without it, the customer was erased meanwhile, and must not come back by it.
        if (change.How == ConsentHow.Provider && !await Exists(connection, change.ThreadId, cancellationToken))
        {
            return false;
        }

        if (text is not null && !await KeywordTexts.Insert(connection, text, cancellationToken))
        {
            return false;
        }

        var changed = await Consents.Write(connection, scope.Name, change with { OptedOut = true }, keyed, cancellationToken);
        var sends = new List<PendingSends>();
        foreach (var thread in threads)
        {
            await Cancel(connection, thread, cancellationToken);
            var confirm = changed && thread == change.ThreadId ? Notice(change.Number, BridgeTexts.Stop) : [];
            var end = new ThreadEnd(thread, Reason) { NewState = ThreadState.OptedOut, Texts = confirm };
            if (await closer.Close(connection, end, cancellationToken) is { } closed)
            {
                sends.Add(closed);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        if (changed)
        {
            metrics.ConsentChanged(optedOut: true, change.How);
        }

        sends.ForEach(closer.Wake);
        return true;
    }

    /// <summary>The customer may be texted again.</summary>
    /// <returns>False when the text was known already; null when it is an answer like any other: the customer had not opted out.</returns>
    public async Task<bool?> Start(ConsentChange change, InboundText? text, CancellationToken cancellationToken)
    {
        var (scope, keyed) = (ConsentScope.Of(numbers, change.Number), await hashes.Keyed(change.Customer, cancellationToken));
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var was = await Consents.OptedOut(connection, scope.Name, [CustomerHashes.Plain(change.Customer), .. keyed], cancellationToken);
        if (text?.Kind == Keyword.Yes && !was)
        {
            return null;
        }

        var threads = await Threads(connection, scope, change, cancellationToken);
        foreach (var thread in threads)
        {
            await TurnLease.Wait(connection, thread, cancellationToken);
        }

        await Lock(connection, threads, cancellationToken);
        if (text is not null && !await KeywordTexts.Insert(connection, text, cancellationToken))
        {
            return false;
        }

        var changed = await Consents.Write(connection, scope.Name, change with { OptedOut = false }, keyed, cancellationToken);
        await using (var back = new NpgsqlCommand(BackSql, connection))
        {
            back.Parameters.AddWithValue("threads", threads.ToArray());
            await back.ExecuteNonQueryAsync(cancellationToken);
        }

        var sends = outbound.Queue(change.ThreadId, text is null ? [] : Notice(change.Number, BridgeTexts.Start));
        await Effect.Run(connection, [sends.Effect]);
        await transaction.CommitAsync(cancellationToken);
        if (changed && was)
        {
            metrics.ConsentChanged(optedOut: false, change.How);
        }

        closer.Wake(sends);
        return true;
    }

    /// <summary>The customer asks who texts, and how to make it stop.</summary>
    /// <returns>False when the text was known already.</returns>
    public async Task<bool> Help(InboundText text, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await KeywordTexts.Insert(connection, text, cancellationToken))
        {
            return false;
        }

        var sends = outbound.Queue(text.ThreadId, Notice(text.Number, BridgeTexts.Help));
        await Effect.Run(connection, [sends.Effect]);
        await transaction.CommitAsync(cancellationToken);
        sends.Start();
        return true;
    }

    /// <summary>The provider refuses to text this customer (Twilio 21610).</summary>
    public async Task Refused(Guid threadId, CancellationToken cancellationToken)
    {
        string number,
            customer;
        await using (var command = database.CreateCommand(NumberSql))
        {
            command.Parameters.AddWithValue("thread", threadId);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            if (!await row.ReadAsync(cancellationToken))
            {
                return;
            }

            (number, customer) = (row.GetString(0), row.GetString(1));
        }

        // Whom the bridge knows to have opted out is not recorded once more for each text that was still on its way.
        if (!await IsOptedOut(number, customer, cancellationToken))
        {
            await Stop(new ConsentChange(number, customer, ConsentHow.Provider), text: null, cancellationToken);
        }
    }

    public async Task<bool> IsOptedOut(string number, string customer, CancellationToken cancellationToken)
    {
        var all = await hashes.All(customer, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await Consents.OptedOut(connection, ConsentScope.Of(numbers, number).Name, all, cancellationToken);
    }

    /// <summary>In the order of ids, as everybody locks them.</summary>
    private static async Task<List<Guid>> Threads(
        NpgsqlConnection connection,
        ConsentScope scope,
        ConsentChange change,
        CancellationToken cancellationToken
    )
    {
        var threads = new List<Guid> { change.ThreadId };
        await using var command = new NpgsqlCommand(ThreadsSql, connection);
        command.Parameters.AddWithValue("threads", scope.Numbers.Select(n => ThreadId.Of(n, change.Customer)).ToArray());
        command.Parameters.AddWithValue("own", change.ThreadId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            threads.Add(row.GetGuid(0));
        }

        // As Postgres orders them: by their bytes.
        return [.. threads.OrderBy(t => t.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>After the work rows, whose holders lock threads themselves. Those that are there: one that is not yet is made by this transaction.</summary>
    private static async Task Lock(NpgsqlConnection connection, List<Guid> threads, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LockSql, connection);
        command.Parameters.AddWithValue("threads", threads.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> Exists(NpgsqlConnection connection, Guid thread, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select exists (select 1 from threads where id = @thread)", connection);
        command.Parameters.AddWithValue("thread", thread);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task Cancel(NpgsqlConnection connection, Guid thread, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CancelSql, connection);
        command.Parameters.AddWithValue("thread", thread);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Nothing where somebody else answers the keywords.</summary>
    private List<Reply> Notice(string number, Func<NumberDocument, string> words) =>
        numbers.Find(number) is { OptOutReplies: OptOutReply.Bridge } document
            ? Reply
                .Shape(Author.Bridge, words(document), number, document.SegmentsPerPart)
                .Select(r => r with { IsConsentNotice = true })
                .ToList()
            : [];
}
