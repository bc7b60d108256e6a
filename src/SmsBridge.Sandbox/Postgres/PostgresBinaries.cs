namespace SmsBridge.Sandbox.Postgres;

/// <summary>A folder with initdb, pg_ctl and postgres of one version.</summary>
internal sealed record PostgresBinaries(string Folder)
{
    /// <summary>The best installed binaries; those of <paramref name="majorVersion"/> when a cluster of that version exists already.</summary>
    public static async Task<PostgresBinaries> Find(PostgresSearch search, string? majorVersion, CancellationToken cancellation)
    {
        var found = search.Folders().Select(folder => new PostgresBinaries(folder)).ToList();
        if (found.Count == 0)
        {
            throw new LocalPostgresException(NotFound(search));
        }

        if (majorVersion is null)
        {
            return found[0];
        }

        foreach (var binaries in found)
        {
            if (await binaries.MajorVersion(cancellation) == majorVersion)
            {
                return binaries;
            }
        }

        throw new LocalPostgresException(
            $"The cluster was made by Postgres {majorVersion}, but only {string.Join(", ", found.Select(b => b.Folder))} "
                + $"is installed. Install Postgres {majorVersion} or delete the data folder to start empty."
        );
    }

    public string Program(string name) => Path.Combine(Folder, name);

    // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)" → "15", as PG_VERSION in a data folder has it.
    private async Task<string> MajorVersion(CancellationToken cancellation)
    {
        var words = (await Command.Run([Program("postgres"), "--version"], cancellation)).Output.Split(' ');
        return words.Length > 2 ? words[2].Split('.')[0] : "";
    }

    private static string NotFound(PostgresSearch search)
    {
        var where = string.IsNullOrWhiteSpace(search.NamedFolder)
            ? $"No installed Postgres found (looked on PATH, in /usr/lib/postgresql and in Homebrew's folders; {PostgresSearch.Variable} may name its bin folder)."
            : $"{PostgresSearch.Variable} is {search.NamedFolder}, but initdb, pg_ctl and postgres are not all there.";
        return $"""
            {where} Install it with one of:
              Debian, Ubuntu:  apt-get install -y postgresql
              Fedora, RHEL:    dnf install postgresql-server
              macOS:           brew install postgresql@17
            """;
    }
}
