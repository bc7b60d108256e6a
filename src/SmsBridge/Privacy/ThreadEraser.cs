using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Threads.Consent;
using SmsBridge.Work;

namespace SmsBridge.Privacy;

/// <summary>Whose thread is erased, and by whom.</summary>
/// <param name="Keyed">The hash under which an opt-out is kept.</param>
internal sealed record ErasedCustomer(string Address, byte[] Keyed, string Actor);

/// <summary>
/// Erases one thread in one transaction: whoever looks finds all of it or nothing, also after a crash. An open conversation and an open handoff end by
/// it; what agent and desk have still to hear of that stays as a row without anything of the customer, until they have.
/// </summary>
internal sealed partial class ThreadEraser(OperatorsDataSource database, NumberBook numbers, ILogger<ThreadEraser> log)
{
    /// <summary>
    /// All lock these rows in the order that docs/architecture.md gives, so nobody deadlocks with an erasure. While an update is rolled out, an
    /// instance of the version before may, whose replays and keywords locked in another order.
    /// </summary>
    private const int MostTries = 3;

    public async Task<ErasureCounts> Erase(Guid threadId, string number, ErasedCustomer customer, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var counts = await EraseOnce(threadId, number, customer, cancellationToken);
                log.ThreadErased(threadId, (int)counts.Removed.GetValueOrDefault("messages"));
                return counts;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.DeadlockDetected && tries < MostTries)
            {
                // Nothing was removed; once more.
            }
        }
    }

    /// <summary>What was recorded of the customer's consent, where no thread stands for it any more.</summary>
    /// <param name="scope">Null: everywhere.</param>
    public static async Task EraseConsents(
        NpgsqlConnection connection,
        ErasedCustomer customer,
        string? number,
        ConsentScope? scope,
        ErasureCounts counts,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(ErasureSql.Consents, connection);
        command.Parameters.AddWithValue("plains", CustomerHashes.Plains(customer.Address));
        command.Parameters.AddWithValue("keyed", customer.Keyed);
        command.Parameters.AddWithValue("forms", Subscriber.Forms(customer.Address).ToArray());
        command.Parameters.AddWithValue("actor", customer.Actor);
        command.Parameters.Add(new NpgsqlParameter("number", NpgsqlDbType.Text) { Value = (object?)number ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter("scope", NpgsqlDbType.Text) { Value = (object?)scope?.Name ?? DBNull.Value });
        command.Parameters.Add(
            new NpgsqlParameter("numbers", NpgsqlDbType.Array | NpgsqlDbType.Text)
            {
                Value = (object?)scope?.Numbers.ToArray() ?? DBNull.Value,
            }
        );
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        counts.Add("consents", row.GetInt64(0));
        counts.OptOutsKept += row.GetInt64(1);
    }

    private async Task<ErasureCounts> EraseOnce(Guid threadId, string number, ErasedCustomer customer, CancellationToken cancellationToken)
    {
        var counts = new ErasureCounts();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (handoffs, now) = await Lock(connection, threadId, cancellationToken);
        var ended = await EndHandoff(connection, threadId, number, cancellationToken);
        await Run(connection, ErasureSql.EndConversation, threadId, number, handoffs, cancellationToken);
        foreach (var (what, sql) in ErasureSql.Deletes)
        {
            counts.Add(what, await Run(connection, sql, threadId, number, handoffs, cancellationToken));
        }

        counts.Add("audit", await Redact(connection, threadId, customer, cancellationToken));
        await EraseConsents(connection, customer, number, ConsentScope.Of(numbers, number), counts, cancellationToken);
        var nobody = new HandoffThread(threadId, number, ErasureSql.Nobody, now);
        await EventOutbox.Add(
            connection,
            ended.ConvertAll(h =>
                HandoffEvent.Of(nobody, h, HandoffEventType.Released, json => json.WriteString("reason", ErasureSql.Reason))
            )
        );
        counts.HandoffsEnded = ended.Count;
        await transaction.CommitAsync(cancellationToken);
        return counts;
    }

    /// <returns>The handoffs that are there, and the time.</returns>
    private static async Task<(Guid[] Handoffs, DateTimeOffset Now)> Lock(
        NpgsqlConnection connection,
        Guid threadId,
        CancellationToken cancellationToken
    )
    {
        await Run(connection, ErasureSql.LockTimer, threadId, "", [], cancellationToken);
        // A turn that runs writes nothing any more, and a text that comes in waits until the erasure is done: it is then the first of a new thread.
        await ThreadWork.RevokeTurn(connection, threadId, cancellationToken);
        await Run(connection, ErasureSql.LockThread, threadId, "", [], cancellationToken);
        var handoffs = new List<Guid>();
        await using (var command = new NpgsqlCommand(ErasureSql.LockHandoffs, connection))
        {
            command.Parameters.AddWithValue("thread", threadId);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                handoffs.Add(row.GetGuid(0));
            }
        }

        await Run(connection, ErasureSql.LockRest, threadId, "", [], cancellationToken);
        await using var clock = new NpgsqlCommand("select now()", connection);
        return ([.. handoffs], new DateTimeOffset((DateTime)(await clock.ExecuteScalarAsync(cancellationToken))!));
    }

    private static async Task<List<Guid>> EndHandoff(
        NpgsqlConnection connection,
        Guid threadId,
        string number,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(ErasureSql.EndHandoff, connection);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue(
            "data",
            CloudEvents.Write(json =>
            {
                json.WriteString("threadId", threadId);
                json.WriteString("number", number);
                json.WriteString("customer", ErasureSql.Nobody);
            })
        );
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var ended = new List<Guid>();
        while (await row.ReadAsync(cancellationToken))
        {
            ended.Add(row.GetGuid(0));
        }

        return ended;
    }

    private static async Task<int> Redact(
        NpgsqlConnection connection,
        Guid threadId,
        ErasedCustomer customer,
        CancellationToken cancellationToken
    )
    {
        var redacted = 0;
        foreach (var form in Subscriber.Forms(customer.Address))
        {
            await using var command = new NpgsqlCommand(ErasureSql.Audit, connection);
            command.Parameters.AddWithValue("thread_text", threadId.ToString());
            command.Parameters.AddWithValue("customer", form);
            command.Parameters.AddWithValue("escaped", JsonEncodedText.Encode(form).Value);
            command.Parameters.AddWithValue("mentions", Mentions(threadId, form));
            redacted += (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        }

        return redacted;
    }

    /// <summary>As <c>audit_mentions</c> has them: an address by its longest row of digits.</summary>
    private static string[] Mentions(Guid threadId, string address) =>
        Digits().Matches(address).MaxBy(m => m.Length) is { } digits ? [threadId.ToString(), digits.Value] : [threadId.ToString()];

    [GeneratedRegex("[0-9]{4,}", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();

    private static async Task<int> Run(
        NpgsqlConnection connection,
        string sql,
        Guid threadId,
        string number,
        Guid[] handoffs,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("thread", threadId);
        command.Parameters.AddWithValue("number", number);
        command.Parameters.AddWithValue("handoffs", handoffs);
        return Math.Max(0, await command.ExecuteNonQueryAsync(cancellationToken));
    }
}
