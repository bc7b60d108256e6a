using System.Diagnostics;
using Npgsql;
using SmsBridge.Sandbox.Postgres;

namespace SmsBridge.FunctionalTests.Deploy;

/// <summary>The commands with which the guide makes and restores a backup.</summary>
internal static class PostgresBackup
{
    /// <summary>Skips the test where Postgres' own programs are not installed, or are older than the server.</summary>
    public static async Task Dump(string database, string file)
    {
        var (code, errors) = await Run("pg_dump", database, "--format=custom", $"--file={file}", Name(database));
        Assert.SkipWhen(errors.Contains("server version mismatch", StringComparison.Ordinal), errors);
        code.ShouldBe(0, errors);
    }

    /// <param name="database">An empty one.</param>
    public static async Task Restore(string file, string database)
    {
        var (code, errors) = await Run("pg_restore", database, "--exit-on-error", "--no-owner", $"--dbname={Name(database)}", file);
        code.ShouldBe(0, errors);
    }

    private static string Name(string database) => new NpgsqlConnectionStringBuilder(database).Database!;

    private static async Task<(int Code, string Errors)> Run(string program, string database, params string[] arguments)
    {
        var path = PostgresSearch.OfThisMachine().Folders().Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{program} is not installed. On Debian: apt-get install -y postgresql");
        var server = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo(path!, arguments) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["PGHOST"] = server.Host;
        start.Environment["PGPORT"] = $"{server.Port}";
        start.Environment["PGUSER"] = server.Username;
        start.Environment["PGPASSWORD"] = server.Password;
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }
}
