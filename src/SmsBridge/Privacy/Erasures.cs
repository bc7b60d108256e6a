using Npgsql;
using NpgsqlTypes;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Storage;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Privacy;

/// <summary>
/// Remembers who was erased when, by a keyed hash, so that a text which waited in some instance's spool does not bring the customer back.
/// </summary>
internal sealed class Erasures(NpgsqlDataSource database, CustomerHashes hashes, NumberBook numbers, ILogger<Erasures> log)
{
    private const string HoldSql = $"select pg_advisory_lock_shared({AdvisoryLocks.SpoolAndErasure})";

    private const string ReleaseSql = $"select pg_advisory_unlock_shared({AdvisoryLocks.SpoolAndErasure})";

    private const string WaitSql = $"set local lock_timeout = '20s'; select pg_advisory_xact_lock({AdvisoryLocks.SpoolAndErasure})";

    private const string RecordSql = """
        insert into erasures (number, customer_hash) values (@number, @hash)
        on conflict (number, customer_hash) do update
           set erased_at = now(), seq = nextval(pg_get_serial_sequence('erasures', 'seq'))
        """;

    private const string KnownSql = """
        select t.position from unnest(@numbers, @hashes, @ats) with ordinality as t (number, hashes, at, position)
         where exists (select 1 from erasures e where e.number in (t.number, '') and e.customer_hash = any(t.hashes::bytea[]) and e.erased_at > t.at)
        """;

    private const string OptOutSql = """
        insert into consents (scope, customer_hash, opted_out) values (@scope, @hash, true)
        on conflict (scope, customer_hash) do update set opted_out = true
        """;

    private const string OptInSql = "delete from consents where scope = @scope and customer is null and customer_hash = any(@hashes)";

    private const string LatestSql = "select seq from erasures order by seq desc limit 1";

    private const string AnySql = "select exists (select 1 from erasures where customer_hash = any(@hashes))";

    /// <summary>First of all: from the commit on nothing that was spooled before is stored any more, on any instance.</summary>
    /// <param name="number">Null: all.</param>
    public async Task Record(string? number, string customer, CancellationToken cancellationToken)
    {
        var keyed = await hashes.Keyed(customer, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand(WaitSql, connection))
        {
            await wait.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var record = new NpgsqlCommand(RecordSql, connection))
        {
            record.Parameters.AddWithValue("number", number ?? "");
            record.Parameters.AddWithValue("hash", keyed[0]);
            await record.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Stores spooled texts, save those of customers who have been erased since. Nobody is erased in between.</summary>
    /// <param name="store">Stores what is left, in order.</param>
    public async Task Spare(IReadOnlyList<InboundText> texts, Func<IReadOnlyList<InboundText>, Task> store)
    {
        await using var connection = await database.OpenConnectionAsync();
        await Do(connection, HoldSql);
        try
        {
            texts = await WithoutErasedOthers(connection, texts);
            var erased = await Known(connection, texts);
            if (erased.Count == 0)
            {
                await store(texts);
                return;
            }

            foreach (var text in texts.Where((_, i) => erased.Contains(i)))
            {
                await Forget(connection, text);
            }

            log.SpooledTextsDropped(erased.Count);
            var left = texts.Where((_, i) => !erased.Contains(i)).ToList();
            if (left.Count > 0)
            {
                await store(left);
            }
        }
        finally
        {
            await Do(connection, ReleaseSql);
        }
    }

    /// <summary>The place of the last erasure; 0: there was none.</summary>
    public async Task<long> Latest(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(LatestSql);
        return await command.ExecuteScalarAsync(cancellationToken) is long seq ? seq : 0;
    }

    /// <summary>Whether the customer was erased since the text came in.</summary>
    public async Task<bool> Includes(InboundText text, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        InboundText[] named = text.OtherAddress is { } other ? [text, text with { Customer = other }] : [text];
        return (await Known(connection, named)).Count > 0;
    }

    /// <summary>Nobody who was erased comes back as somebody's other address.</summary>
    private async Task<IReadOnlyList<InboundText>> WithoutErasedOthers(NpgsqlConnection connection, IReadOnlyList<InboundText> texts)
    {
        var linked = texts.Where(t => t.OtherAddress is not null).ToList();
        if (linked.Count == 0)
        {
            return texts;
        }

        var erased = await Known(connection, linked.ConvertAll(t => t with { Customer = t.OtherAddress! }));
        var ids = linked.Where((_, i) => erased.Contains(i)).Select(t => t.Id).ToHashSet();
        return [.. texts.Select(t => ids.Contains(t.Id) ? t with { OtherAddress = null } : t)];
    }

    /// <summary>Whether a customer was ever erased, at whichever number.</summary>
    public async Task<bool> Includes(string customer, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(AnySql);
        command.Parameters.AddWithValue("hashes", await hashes.Keyed(customer, cancellationToken));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>A text's id tells when it came in (UUID version 7).</summary>
    private static DateTimeOffset At(InboundText text)
    {
        Span<byte> bytes = stackalloc byte[16];
        text.Id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var part in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | part;
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    private async Task<HashSet<int>> Known(NpgsqlConnection connection, IReadOnlyList<InboundText> texts)
    {
        var customers = new string[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            customers[i] = CustomerHashes.Literal(await hashes.Keyed(texts[i].Customer));
        }

        await using var command = new NpgsqlCommand(KnownSql, connection);
        command.Parameters.AddWithValue("numbers", texts.Select(t => t.Number).ToArray());
        command.Parameters.AddWithValue("hashes", customers);
        command.Parameters.AddWithValue("ats", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, texts.Select(At).ToArray());
        await using var row = await command.ExecuteReaderAsync();
        var erased = new HashSet<int>();
        while (await row.ReadAsync())
        {
            erased.Add((int)row.GetInt64(0) - 1);
        }

        return erased;
    }

    /// <summary>Nothing of it is stored but what it says of consent: STOP means stop.</summary>
    private async Task Forget(NpgsqlConnection connection, InboundText text)
    {
        if (text.Kind is not (Keyword.Stop or Keyword.Start))
        {
            return;
        }

        var keyed = await hashes.Keyed(text.Customer);
        await using var command = new NpgsqlCommand(text.Kind == Keyword.Stop ? OptOutSql : OptInSql, connection);
        command.Parameters.AddWithValue("scope", ConsentScope.Of(numbers, text.Number).Name);
        command.Parameters.AddWithValue("hash", keyed[0]);
        command.Parameters.AddWithValue("hashes", keyed);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
