using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using SmsBridge.Sandbox.Postgres;
using SmsBridge.Storage;

namespace SmsBridge.Bench;

/// <summary>
/// What the database alone can do with the bridge's statements: pgbench runs a turn as its three transactions (record, answer, sent) for single
/// threads, from 16 connections, without batching and without a bridge.
/// </summary>
internal static partial class Yardstick
{
    private const string Script = """
        \set c random(1, 100000)
        \set n random(1, 2000000000)
        \set m random(1, 2000000000)
        """;

    public static async Task<YardstickReport?> Run(LocalPostgres postgres, TimeSpan duration)
    {
        if (FindPgbench() is not { } pgbench)
        {
            return null;
        }

        var file = Path.Combine(Path.GetTempPath(), $"yardstick-{Guid.CreateVersion7()}.sql");
        await File.WriteAllTextAsync(file, Script + "\n" + YardstickSql.Turn);
        var connection = new NpgsqlConnectionStringBuilder(postgres.ConnectionStringFor("bench"));
        var seconds = ((int)Math.Max(duration.TotalSeconds, 3)).ToString(CultureInfo.InvariantCulture);
        string[] words =
        [
            "-n",
            "-M",
            "prepared",
            "-c",
            "16",
            "-j",
            "2",
            "-T",
            seconds,
            "-f",
            file,
            "-h",
            connection.Host!,
            "-p",
            connection.Port.ToString(CultureInfo.InvariantCulture),
            "-U",
            connection.Username!,
            connection.Database!,
        ];
        using var process = Process.Start(
            new ProcessStartInfo(pgbench, words)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                // As on the bridge's own connections.
                Environment = { ["PGOPTIONS"] = HotPath.SessionOptions },
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        File.Delete(file);
        return TpsPattern().Match(output) is { Success: true } tps
            ? new YardstickReport(Math.Round(double.Parse(tps.Groups["tps"].Value, CultureInfo.InvariantCulture), 1))
            : throw new InvalidOperationException($"pgbench said nothing usable:\n{output}\n{await errors}");
    }

    private static string? FindPgbench()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Concat(installed)
            .Select(folder => Path.Combine(folder, "pgbench"))
            .FirstOrDefault(File.Exists);
    }

    [GeneratedRegex(@"tps = (?<tps>[\d.]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TpsPattern();
}
