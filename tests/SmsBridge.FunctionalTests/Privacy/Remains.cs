namespace SmsBridge.FunctionalTests.Privacy;

/// <summary>Looks through every table for what should not be there any more.</summary>
internal static class Remains
{
    private const string TablesSql = """
        select c.relname::text from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1
        """;

    /// <summary>Tables and rows, as text, that hold any of these words.</summary>
    public static async Task<List<string>> Of(Database database, params string[] words)
    {
        var found = new List<string>();
        foreach (var table in await database.All<string>(TablesSql))
        {
            foreach (var word in words)
            {
                var rows = await database.All<string>($"select t::text from \"{table}\" t where strpos(t::text, $1) > 0", word);
                found.AddRange(rows.Select(r => $"{table}: {r}"));
            }
        }

        return found;
    }

    /// <summary>Where a customer, and texts of theirs, can be found: the number in every form, and the thread.</summary>
    public static Task<List<string>> Of(Database database, Customer customer, params string[] texts) =>
        Of(database, [customer.Address[2..], customer.ThreadId.ToString(), .. texts]);

    public static string Path(Customer customer, string query = "") => $"/api/v1/customers/{Uri.EscapeDataString(customer.Address)}{query}";
}
