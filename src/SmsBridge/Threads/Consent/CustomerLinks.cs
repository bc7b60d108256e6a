using Npgsql;
using SmsBridge.Messages;
using SmsBridge.Numbers;

namespace SmsBridge.Threads.Consent;

/// <summary>
/// Addresses that a provider has named together: a phone number and the id of a user whose number may be hidden the next time. Whoever opts out with
/// one of them has opted out with the other.
/// </summary>
internal sealed class CustomerLinks(NpgsqlDataSource database, NumberBook numbers, CustomerHashes hashes, OptOuts optOuts)
{
    private const string OfSql = """
        select other from customer_links where customer = @customer
        union
        select customer from customer_links where other = @customer
        """;

    // What is out of step is looked for each time, so that what an opt-out of the same moment has missed is made good by the next text.
    private const string LearnSql = """
        with learnt as (
            insert into customer_links (customer, other) values (@customer, @other) on conflict do nothing
        )
        select scope, bool_or(customer_hash = any(@hashes))
          from consents where opted_out and customer_hash = any(@hashes || @other_hashes)
         group by scope
        having bool_or(customer_hash = any(@hashes)) <> bool_or(customer_hash = any(@other_hashes))
        """;

    /// <returns>The other addresses of the customer, in their canonical forms.</returns>
    public static async Task<List<string>> Of(NpgsqlConnection connection, string customer, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(OfSql, connection);
        command.Parameters.AddWithValue("customer", Subscriber.Canonical(customer));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var others = new List<string>();
        while (await row.ReadAsync(cancellationToken))
        {
            others.Add(row.GetString(0));
        }

        return others;
    }

    /// <summary>Notes what a text says of its customer's addresses. Where only one of two has opted out, the other has from now on.</summary>
    public async Task Learn(InboundText text)
    {
        if (
            text.OtherAddress is not { } named
            || Subscriber.Canonical(named) is not { } other
            || Subscriber.Canonical(text.Customer) == other
        )
        {
            return;
        }

        foreach (var (scope, missing) in await OutOfStep(Subscriber.Canonical(text.Customer), other))
        {
            if (ConsentScope.Named(numbers, scope).Numbers is [var number, ..])
            {
                await optOuts.Stop(new ConsentChange(number, missing, ConsentHow.Linked), text: null, CancellationToken.None);
            }
        }
    }

    private async Task<List<(string Scope, string Missing)>> OutOfStep(string customer, string other)
    {
        await using var command = database.CreateCommand(LearnSql);
        command.Parameters.AddWithValue("customer", customer);
        command.Parameters.AddWithValue("other", other);
        command.Parameters.AddWithValue("hashes", await hashes.All(customer));
        command.Parameters.AddWithValue("other_hashes", await hashes.All(other));
        await using var row = await command.ExecuteReaderAsync();
        var found = new List<(string, string)>();
        while (await row.ReadAsync())
        {
            found.Add((row.GetString(0), row.GetBoolean(1) ? other : customer));
        }

        return found;
    }
}
