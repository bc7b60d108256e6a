namespace SmsBridge.Sandbox.Postgres;

/// <summary>The places where installed Postgres binaries may be: a folder named by the user, PATH, and the packagers' folders below a root.</summary>
internal sealed record PostgresSearch(string? NamedFolder, string? Path, string Root)
{
    public const string Variable = "SMSBRIDGE_POSTGRES_BIN";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    // Debian and Ubuntu, PGDG on Fedora and RHEL, Homebrew on Apple silicon and Intel, Postgres.app.
    private static readonly string[] VersionedFolders =
    [
        "usr/lib/postgresql/*/bin",
        "usr/pgsql-*/bin",
        "opt/homebrew/opt/postgresql@*/bin",
        "usr/local/opt/postgresql@*/bin",
        "Applications/Postgres.app/Contents/Versions/*/bin",
    ];

    public static PostgresSearch OfThisMachine() =>
        new(Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH"), "/");

    /// <summary>Folders that hold all needed programs, best first: the user's choice alone, else PATH, else packaged versions, newest first.</summary>
    public IEnumerable<string> Folders()
    {
        if (!string.IsNullOrWhiteSpace(NamedFolder))
        {
            return new[] { NamedFolder }.Where(IsComplete);
        }

        var onPath = (Path ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return onPath.Concat(VersionedFolders.SelectMany(Packaged)).Where(IsComplete).Distinct(StringComparer.Ordinal);
    }

    private static bool IsComplete(string folder) => Programs.All(program => File.Exists(System.IO.Path.Combine(folder, program)));

    private IEnumerable<string> Packaged(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        var parentEnd = pattern.LastIndexOf('/', star);
        var parent = System.IO.Path.Combine(Root, pattern[..parentEnd]);
        var after = pattern[(pattern.IndexOf('/', star) + 1)..];
        if (!Directory.Exists(parent))
        {
            return [];
        }

        return Directory
            .EnumerateDirectories(parent, pattern[(parentEnd + 1)..pattern.IndexOf('/', star)])
            .OrderByDescending(folder => VersionIn(System.IO.Path.GetFileName(folder)))
            .Select(folder => System.IO.Path.Combine(folder, after));
    }

    private static double VersionIn(string name)
    {
        var digits = string.Concat(name.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(c => char.IsAsciiDigit(c) || c == '.'));
        return double.TryParse(digits, out var version) ? version : 0;
    }
}
