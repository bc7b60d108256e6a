using SmsBridge.Sandbox.Postgres;

namespace SmsBridge.FunctionalTests.Postgres;

public sealed class PostgresSearchTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("smsbridge-search-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Without_any_binaries_the_message_has_the_install_commands()
    {
        var search = new PostgresSearch(NamedFolder: null, Path: _root, Root: _root);

        var missing = await Should.ThrowAsync<LocalPostgresException>(() => LocalPostgres.Start(new() { Search = search }));

        missing.Message.ShouldContain("apt-get install -y postgresql");
        missing.Message.ShouldContain("dnf install postgresql-server");
        missing.Message.ShouldContain("brew install postgresql@17");
    }

    [Fact]
    public async Task A_named_folder_without_binaries_is_said_by_name_and_nothing_else_is_tried()
    {
        Install("usr/lib/postgresql/17/bin");
        var search = new PostgresSearch(NamedFolder: "/nowhere/bin", Path: null, Root: _root);

        var missing = await Should.ThrowAsync<LocalPostgresException>(() => LocalPostgres.Start(new() { Search = search }));

        missing.Message.ShouldContain("SMSBRIDGE_POSTGRES_BIN is /nowhere/bin");
    }

    [Fact]
    public void The_path_comes_first_then_the_newest_packaged_version_and_incomplete_folders_are_left_out()
    {
        var onPath = Install("custom/bin");
        var nine = Install("usr/lib/postgresql/9.6/bin");
        var fifteen = Install("usr/lib/postgresql/15/bin");
        var brew = Install("opt/homebrew/opt/postgresql@17/bin");
        File.Delete(Path.Combine(Install("usr/lib/postgresql/18/bin"), "initdb"));

        new PostgresSearch(null, onPath, _root).Folders().ShouldBe([onPath, fifteen, nine, brew]);
    }

    private string Install(string folder)
    {
        var bin = Directory.CreateDirectory(Path.Combine(_root, folder)).FullName;
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            File.WriteAllText(Path.Combine(bin, program), "");
        }

        return bin;
    }
}
