using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using SmsBridge.Numbers;
using SmsBridge.Storage;

namespace SmsBridge.Privacy;

/// <summary>Removes what is older than its number's document, or the settings, say. One round goes once through all threads.</summary>
internal sealed class Retention(
    OperatorsDataSource database,
    NumberBook numbers,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<Retention> log
)
{
    private const int Threads = 200;

    /// <summary>Between two batches, so that others get at the disk.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    /// <returns>False when another instance is at it.</returns>
    public async Task<bool> Round(CancellationToken cancellationToken)
    {
        // All on one connection: should it break, the lock goes with it, and so does the round.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var tryLock = new NpgsqlCommand(RetentionSql.TryLock, connection))
        {
            if (await tryLock.ExecuteScalarAsync(cancellationToken) is not true)
            {
                return false;
            }
        }

        try
        {
            await Repeat(connection, "handoffs of erased customers", RetentionSql.Erased, [], age: null, cancellationToken);
            await foreach (var (number, ages) in Numbers(connection, cancellationToken))
            {
                await Sweep(connection, number, ages, cancellationToken);
            }
        }
        finally
        {
            await using var unlock = new NpgsqlCommand(RetentionSql.Unlock, connection);
            await unlock.ExecuteNonQueryAsync(CancellationToken.None);
        }

        return true;
    }

    private async IAsyncEnumerable<(string Number, RetentionAges Ages)> Numbers(
        NpgsqlConnection connection,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var after = "";
        while (true)
        {
            await using var command = new NpgsqlCommand(RetentionSql.NextNumber, connection);
            command.Parameters.AddWithValue("after", after);
            if (await command.ExecuteScalarAsync(cancellationToken) is not string number)
            {
                yield break;
            }

            after = number;
            var ages = RetentionAges.Of(numbers.Find(number), options.Value);
            if (!ages.KeepsAll)
            {
                yield return (number, ages);
            }
        }
    }

    private async Task Sweep(NpgsqlConnection connection, string number, RetentionAges ages, CancellationToken cancellationToken)
    {
        (DateTime Created, Guid Id)? after = (DateTime.UnixEpoch, Guid.Empty);
        while (after is { } from)
        {
            var threads = new List<Guid>();
            await using (var page = new NpgsqlCommand(RetentionSql.Page, connection))
            {
                page.Parameters.AddWithValue("number", number);
                page.Parameters.AddWithValue("created", NpgsqlDbType.TimestampTz, from.Created);
                page.Parameters.AddWithValue("id", from.Id);
                page.Parameters.AddWithValue("page", Threads);
                await using var row = await page.ExecuteReaderAsync(cancellationToken);
                while (await row.ReadAsync(cancellationToken))
                {
                    threads.Add(row.GetGuid(0));
                    from = (row.GetDateTime(1), row.GetGuid(0));
                }
            }

            await Clear(connection, [.. threads], ages, cancellationToken);
            after = threads.Count < Threads ? null : from;
        }
    }

    private async Task Clear(NpgsqlConnection connection, Guid[] threads, RetentionAges ages, CancellationToken cancellationToken)
    {
        foreach (
            var (what, sql, age) in new[]
            {
                ("texts", RetentionSql.Messages, ages.Messages),
                ("words of texts that we started", RetentionSql.Told, ages.Messages),
                ("failures", RetentionSql.Failures, ages.Messages),
                ("handoff events", RetentionSql.Events, ages.Events),
                ("attributes of conversations", RetentionSql.Attributes, ages.Payloads),
            }
        )
        {
            if (age is not null)
            {
                await Repeat(connection, what, sql, threads, age, cancellationToken);
            }
        }

        if (ages.Events is not null)
        {
            await ClearData(connection, threads, ages, cancellationToken);
        }
    }

    /// <summary>Batch by batch, until there is no more.</summary>
    private async Task Repeat(
        NpgsqlConnection connection,
        string what,
        string sql,
        Guid[] threads,
        TimeSpan? age,
        CancellationToken cancellationToken
    )
    {
        var (removed, total) = (1L, 0L);
        while (removed > 0)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddWithValue("threads", threads);
            command.Parameters.AddNullable("age", NpgsqlDbType.Interval, age);
            command.Parameters.AddWithValue("batch", options.Value.BatchSize);
            removed = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            total += removed;
            if (removed > 0)
            {
                await Task.Delay(Rest, time, cancellationToken);
            }
        }

        Tell(what, total);
    }

    private async Task ClearData(NpgsqlConnection connection, Guid[] threads, RetentionAges ages, CancellationToken cancellationToken)
    {
        var total = 0;
        while (await Old(connection, threads, ages, cancellationToken) is { Count: > 0 } old)
        {
            foreach (var handoff in old)
            {
                await using var write = new NpgsqlCommand(RetentionSql.WriteData, connection);
                write.Parameters.AddWithValue("id", handoff.Id);
                write.Parameters.AddWithValue("thread", handoff.Thread);
                write.Parameters.AddWithValue("data", HandoffRemains.Of(handoff.Data, handoff.Transcript, handoff.Payload));
                write.Parameters.AddWithValue("transcript", handoff.Transcript);
                write.Parameters.AddWithValue("payload", handoff.Payload);
                await write.ExecuteNonQueryAsync(cancellationToken);
            }

            total += old.Count;
            await Task.Delay(Rest, time, cancellationToken);
        }

        Tell("transcripts and payloads of handoffs", total);
    }

    private async Task<List<(Guid Id, Guid Thread, string Data, bool Transcript, bool Payload)>> Old(
        NpgsqlConnection connection,
        Guid[] threads,
        RetentionAges ages,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(RetentionSql.Data, connection);
        command.Parameters.AddWithValue("threads", threads);
        command.Parameters.AddNullable("transcripts", NpgsqlDbType.Interval, ages.Transcripts);
        command.Parameters.AddNullable("payloads", NpgsqlDbType.Interval, ages.Payloads);
        command.Parameters.AddWithValue("batch", options.Value.BatchSize);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var old = new List<(Guid, Guid, string, bool, bool)>();
        while (await row.ReadAsync(cancellationToken))
        {
            old.Add((row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4)));
        }

        return old;
    }

    private void Tell(string what, long count)
    {
        if (count > 0)
        {
            log.Retained(what, (int)count);
        }
    }
}
