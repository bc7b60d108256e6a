using System.Diagnostics;
using Npgsql;
using SmsBridge.Sandbox.Postgres;

namespace SmsBridge.FunctionalTests.Postgres;

public sealed class OwnerDeathTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smsbridge-owner-").FullName;

    public OwnerDeathTests()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The server's account has to get in when the tests run as root.
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_server_goes_away_with_a_killed_owner_and_the_next_owner_finds_the_data()
    {
        LocalPostgresTests.RequirePostgres();
        using var owner = await Owner.Start(_folder);
        await LocalPostgresTests.Do(owner.ConnectionString, "create table kept as select 42 as answer");

        owner.Kill();
        (await Gone(owner.ConnectionString)).ShouldBeTrue("the server outlived its owner");

        await using var next = await LocalPostgres.Start(new() { DataDirectory = _folder, Durable = true });
        (await LocalPostgresTests.Ask<int>(next.ConnectionString, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_new_owner_right_after_the_kill_waits_for_the_old_server_and_keeps_its_own()
    {
        LocalPostgresTests.RequirePostgres();
        using var owner = await Owner.Start(_folder);
        await LocalPostgresTests.Do(owner.ConnectionString, "create table kept as select 42 as answer");

        owner.Kill();
        await using var next = await LocalPostgres.Start(new() { DataDirectory = _folder, Durable = true });

        (await LocalPostgresTests.Ask<int>(next.ConnectionString, "select answer from kept")).ShouldBe(42);
        (await Gone(owner.ConnectionString)).ShouldBeTrue("two servers ran on one folder");
        (await LocalPostgresTests.Ask<int>(next.ConnectionString, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_server_left_behind_by_a_killed_owner_and_supervisor_is_stopped_by_the_next_owner()
    {
        LocalPostgresTests.RequirePostgres();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "child processes are looked up in /proc");
        using var owner = await Owner.Start(_folder);
        await LocalPostgresTests.Do(owner.ConnectionString, "create table kept as select 42 as answer");

        owner.KillTree();
        (await LocalPostgresTests.Ask<int>(owner.ConnectionString, "select 1")).ShouldBe(1);

        await using var next = await LocalPostgres.Start(new() { DataDirectory = _folder, Durable = true });
        (await LocalPostgresTests.Ask<int>(next.ConnectionString, "select answer from kept")).ShouldBe(42);
        (await Gone(owner.ConnectionString)).ShouldBeTrue("the old server still runs");
    }

    private static async Task<bool> Gone(string connectionString)
    {
        for (var left = 100; left > 0; left--)
        {
            try
            {
                await LocalPostgresTests.Ask<int>(connectionString, "select 1");
            }
            catch (NpgsqlException e) when (e is not PostgresException)
            {
                return true;
            }
            catch (PostgresException)
            {
                // 57P03: shutting down.
            }

            await Task.Delay(100);
        }

        return false;
    }

    /// <summary>A process of the sandbox's <c>postgres</c> command.</summary>
    private sealed class Owner(Process process, string connectionString) : IDisposable
    {
        public string ConnectionString => connectionString;

        public static async Task<Owner> Start(string folder)
        {
            var sandbox = typeof(LocalPostgres).Assembly.Location;
            var process = Process.Start(
                new ProcessStartInfo("dotnet", [sandbox, "postgres", "--data", folder])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                }
            )!;
            var first = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return new(process, first.ShouldNotBeNull());
        }

        // SIGKILL, for the process alone: its supervising shell lives on.
        public void Kill()
        {
            process.Kill();
            process.WaitForExit();
        }

        // A supervisor takes the server along when it can, so the shell dies first.
        public void KillTree()
        {
            foreach (var shell in Children(process.Id))
            {
                shell.Kill();
                shell.Dispose();
            }

            process.Kill();
        }

        public void Dispose()
        {
            process.Kill();
            process.Dispose();
        }

        private static List<Process> Children(int parent)
        {
            // Each thread lists the children that it forked.
            var lists = Directory.GetDirectories($"/proc/{parent}/task").Select(thread => File.ReadAllText($"{thread}/children"));
            var pids = lists.SelectMany(list => list.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            return [.. pids.Select(pid => Process.GetProcessById(int.Parse(pid)))];
        }
    }
}
