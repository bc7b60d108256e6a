using Npgsql;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Queues;
using SmsBridge.Storage;
using SmsBridge.Threads;
using SmsBridge.Threads.Consent;
using SmsBridge.Work;

namespace SmsBridge.Privacy;

/// <summary>
/// Removes a customer everywhere and leaves a keyed hash of the opt-out. Done again it finishes what was broken off. A text that comes in meanwhile
/// is that of a new customer.
/// </summary>
internal sealed class Eraser(
    OperatorsDataSource database,
    NumberBook numbers,
    CustomerHashes hashes,
    Erasures erasures,
    ThreadEraser threads,
    AuditLog audit,
    IWorkSignal<RemoteCloser> closer,
    IWorkSignal<Publisher> publisher
)
{
    public const string Action = "customer.erase";

    private const string ThreadsSql = """
        select id, number from threads where customer = any(@forms) and (@number = '' or number = @number) order by id
        """;

    /// <param name="number">Null: all.</param>
    public async Task<ErasureReport> Erase(string customer, string? number, Actor actor, CancellationToken cancellationToken)
    {
        if (!numbers.IsLoaded)
        {
            await numbers.Refresh(cancellationToken);
        }

        var keyed = (await hashes.Keyed(customer, cancellationToken))[0];
        var erased = new ErasedCustomer(customer, keyed, actor.Name);
        await erasures.Record(number, customer, cancellationToken);
        var counts = new ErasureCounts();
        foreach (var (thread, of) in await Threads(customer, number, cancellationToken))
        {
            counts.Add(await threads.Erase(thread, of, erased, cancellationToken));
        }

        await Consents(erased, number, counts, cancellationToken);
        closer.Wake();
        publisher.Wake();
        var report = ErasureReport.Of(customer, number, counts);
        await audit.Write(actor, Action, Subject(keyed), before: null, report, CancellationToken.None);
        return report;
    }

    /// <summary>How the audit log names a customer of whom it must not hold the address: whoever has the address and the keys finds the entry.</summary>
    public static string Subject(byte[] keyed) => $"customer:{Convert.ToHexStringLower(keyed)}";

    /// <summary>Such as came about without a text, or at a number that is gone.</summary>
    private async Task Consents(ErasedCustomer customer, string? number, ErasureCounts counts, CancellationToken cancellationToken)
    {
        var scope = number is null ? null : ConsentScope.Of(numbers, number);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await ThreadEraser.EraseConsents(connection, customer, number, scope, counts, cancellationToken);
        if (number is null)
        {
            await using var links = new NpgsqlCommand(ErasureSql.Links, connection);
            links.Parameters.AddWithValue("forms", Subscriber.Forms(customer.Address).ToArray());
            counts.Add("links", await links.ExecuteNonQueryAsync(cancellationToken));
        }
    }

    private async Task<List<(Guid Thread, string Number)>> Threads(string customer, string? number, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ThreadsSql);
        command.Parameters.AddWithValue("forms", Subscriber.Forms(customer).ToArray());
        command.Parameters.AddWithValue("number", number ?? "");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(Guid, string)>();
        while (await row.ReadAsync(cancellationToken))
        {
            found.Add((row.GetGuid(0), row.GetString(1)));
        }

        return found;
    }
}
