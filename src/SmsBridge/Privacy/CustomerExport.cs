using System.Text.Json;
using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Threads.Consent;

namespace SmsBridge.Privacy;

/// <summary>Writes everything that is held of one customer as one JSON document, row by row, so that its size costs no memory.</summary>
internal sealed class CustomerExport(OperatorsDataSource database, CustomerHashes hashes, AuditLog audit, TimeProvider time)
{
    public const string Action = "customer.export";

    private const int FlushEvery = 64 * 1024;

    /// <summary>Before anything is written; the look itself is logged.</summary>
    /// <param name="number">Null: all.</param>
    /// <returns>False when nothing is held.</returns>
    public async Task<bool> Begin(string customer, string? number, Actor actor, CancellationToken cancellationToken)
    {
        var found = await Any(ExportSql.Threads) || await Any(ExportSql.Consents) || await Any(ExportSql.Links);
        await audit.Write(
            actor,
            Action,
            Eraser.Subject((await hashes.Keyed(customer, cancellationToken))[0]),
            before: null,
            new
            {
                Customer = Observability.Mask.Address(customer),
                Number = number,
                Found = found,
            },
            CancellationToken.None
        );
        return found;

        async Task<bool> Any(string sql)
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var command = Command(connection, sql, customer, number);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            return await row.ReadAsync(cancellationToken);
        }
    }

    public async Task Write(Stream stream, string customer, string? number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var unlimited = new NpgsqlCommand(OperatorsDataSource.NoTimeoutSql, connection))
        {
            await unlimited.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var json = new Utf8JsonWriter(
            stream,
            new JsonWriterOptions { Encoder = CloudEvents.Readable.Encoder, Indented = true }
        );
        json.WriteStartObject();
        json.WriteString("customer", customer);
        json.WriteString("exportedAt", time.GetUtcNow().UtcDateTime);
        json.WriteStartArray("threads");
        foreach (var (id, members) in await Threads(connection, customer, number, cancellationToken))
        {
            json.WriteStartObject();
            using (var thread = JsonDocument.Parse(members))
            {
                foreach (var member in thread.RootElement.EnumerateObject())
                {
                    member.WriteTo(json);
                }
            }

            foreach (var (member, sql) in ExportSql.OfThread)
            {
                await using var command = new NpgsqlCommand(sql, connection);
                command.Parameters.AddWithValue("thread", id);
                await List(json, member, command, cancellationToken);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        await using (var consents = Command(connection, ExportSql.Consents, customer, number))
        {
            await List(json, "consents", consents, cancellationToken);
        }

        await using (var links = Command(connection, ExportSql.Links, customer, number))
        {
            await List(json, "otherAddresses", links, cancellationToken);
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private static async Task List(Utf8JsonWriter json, string member, NpgsqlCommand rows, CancellationToken cancellationToken)
    {
        json.WriteStartArray(member);
        await using var row = await rows.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            json.WriteRawValue(row.GetString(0), skipInputValidation: true);
            if (json.BytesPending > FlushEvery)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
    }

    private static async Task<List<(Guid Id, string Members)>> Threads(
        NpgsqlConnection connection,
        string customer,
        string? number,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(connection, ExportSql.Threads, customer, number);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var threads = new List<(Guid, string)>();
        while (await row.ReadAsync(cancellationToken))
        {
            threads.Add((row.GetGuid(0), row.GetString(1)));
        }

        return threads;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string customer, string? number)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("forms", Subscriber.Forms(customer).ToArray());
        command.Parameters.AddWithValue("plains", CustomerHashes.Plains(customer));
        command.Parameters.AddWithValue("number", number ?? "");
        return command;
    }
}
