namespace SmsBridge.Sandbox.Postgres;

/// <summary>How a private local Postgres is kept.</summary>
internal sealed record LocalPostgresOptions
{
    /// <summary>Where the cluster lives between runs; null: a temporary folder, deleted at the end, also when the owner is killed.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>True: a commit is on disk when it returns, as in production. False: fast, and safe against nothing but a clean stop.</summary>
    public bool Durable { get; init; }

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one. Null: no TCP at all, only the Unix socket in the data folder.</summary>
    public int? Port { get; init; } = 0;

    /// <summary>Lines for postgresql.conf that win over ours, such as <c>max_connections</c> → <c>400</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where to look for initdb, pg_ctl and postgres.</summary>
    public PostgresSearch Search { get; init; } = PostgresSearch.OfThisMachine();
}
