using System.Diagnostics;
using Npgsql;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.Postgres;

namespace SmsBridge.FunctionalTests.Deploy;

/// <summary>The unit file as systemd reads it, and secrets that come as files.</summary>
public sealed class ServiceFilesTests(TestPostgres postgres)
{
    private const string Analyze = "/usr/bin/systemd-analyze";

    /// <summary>Of 100; without any hardening it is 96.</summary>
    private const int MostExposure = 20;

    [Fact]
    public async Task Systemd_finds_no_fault_with_the_unit_and_little_that_it_leaves_open()
    {
        Assert.SkipUnless(File.Exists(Analyze), "systemd-analyze is not installed. On Debian: apt-get install -y systemd");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "smsbridge.service");
        var unit = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "systemd", "smsbridge.service"));
        // The program is not installed here; verify asks for one that is.
        await File.WriteAllTextAsync(file, unit.Replace("/opt/smsbridge/smsbridge", "/bin/true", StringComparison.Ordinal));

        var (code, verified) = await Run("verify", file);
        code.ShouldBe(0, verified);
        verified.Trim().ShouldBeEmpty("warnings are faults, too: an option that systemd does not know is ignored");
        (code, var exposure) = await Run("security", "--offline=yes", "--no-pager", $"--threshold={MostExposure}", file);
        code.ShouldBe(0, exposure);
    }

    [Fact]
    public async Task Settings_may_be_files_in_the_directory_for_credentials_and_win_over_the_environment()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "ConnectionStrings__Bridge"), await postgres.CreateEmptyDatabase() + "\n");
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Bridge"] = "Host=127.0.0.1;Port=1;Database=x;Username=x",
            ["CREDENTIALS_DIRECTORY"] = folder.Path,
        };

        (await new CommandLine(settings).Run("migrate")).ShouldEndWith(0);
        (await new CommandLine(settings).With("CREDENTIALS_DIRECTORY", null).Run("migrate")).ShouldEndWith(1);
    }

    [Fact]
    public async Task Compose_makes_a_role_that_owns_the_tables_and_one_that_serves()
    {
        var server = new NpgsqlConnectionStringBuilder(await postgres.CreateEmptyDatabase());
        var psql = PostgresSearch.OfThisMachine().Folders().Select(f => Path.Combine(f, "psql")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(psql is null, "psql is not installed. On Debian: apt-get install -y postgresql-client");
        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(Repository.Root, "deploy", "compose", "roles.sh")])
        {
            Environment =
            {
                ["PATH"] = $"{Path.GetDirectoryName(psql)}:{Environment.GetEnvironmentVariable("PATH")}",
                ["PGHOST"] = server.Host,
                ["PGPORT"] = $"{server.Port}",
                ["PGPASSWORD"] = server.Password,
                ["POSTGRES_USER"] = server.Username,
                ["SMSBRIDGE_OWNER_PASSWORD"] = "it's the owner's",
                ["SMSBRIDGE_PASSWORD"] = "serve",
            },
        };
        await using var superuser = NpgsqlDataSource.Create(server);
        try
        {
            using (var made = Process.Start(start)!)
            {
                await made.WaitForExitAsync();
                made.ExitCode.ShouldBe(0);
            }

            (server.Database, server.Username, server.Password) = ("smsbridge", "smsbridge_owner", "it's the owner's");
            var owner = new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = server.ConnectionString };
            (await new CommandLine(owner).Run("migrate", "--runtime-role", "smsbridge")).ShouldEndWith(0);
            (server.Username, server.Password) = ("smsbridge", "serve");
            var serve = new Dictionary<string, string?> { ["ConnectionStrings:Bridge"] = server.ConnectionString };
            (await new CommandLine(serve).Run("numbers", "list")).ShouldEndWith(0);
            (await new CommandLine(serve).Run("migrate")).ShouldEndWith(0);
        }
        finally
        {
            foreach (
                var sql in new[]
                {
                    "database if exists smsbridge with (force)",
                    "role if exists smsbridge",
                    "role if exists smsbridge_owner",
                }
            )
            {
                await using var drop = superuser.CreateCommand($"drop {sql}");
                await drop.ExecuteNonQueryAsync();
            }
        }
    }

    [Fact]
    public async Task The_operators_command_brings_the_settings_of_the_service_along()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script is for Linux.");
        using var folder = new TemporaryFolder();
        var script = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "systemd", "smsbridge"));
        // In a folder of the test, without becoming another user.
        script = script
            .Replace("/etc/smsbridge", folder.Path, StringComparison.Ordinal)
            .Replace(
                "setpriv --reuid=smsbridge --regid=smsbridge --init-groups /opt/smsbridge/smsbridge",
                "/bin/sh -c env",
                StringComparison.Ordinal
            );
        foreach (var settings in new[] { "smsbridge.env", "migrate.env" })
        {
            File.Copy(Path.Combine(Repository.Root, "deploy", "systemd", settings), Path.Combine(folder.Path, settings));
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Path, "smsbridge"), script);

        var (code, printed) = await Run("/bin/sh", [Path.Combine(folder.Path, "smsbridge"), "doctor"]);

        code.ShouldBe(0, printed);
        printed.ShouldContain("ConnectionStrings__Bridge=Host=db.internal;Database=smsbridge;Username=smsbridge;");
        printed.ShouldContain("Spool__Directory=/var/lib/smsbridge/spool");
        (code, printed) = await Run("/bin/sh", [Path.Combine(folder.Path, "smsbridge"), "migrate"]);
        code.ShouldBe(0, printed);
        printed.ShouldContain("Username=smsbridge_owner;");
    }

    private static Task<(int Code, string Printed)> Run(params string[] arguments) => Run(Analyze, arguments);

    private static async Task<(int Code, string Printed)> Run(string program, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
