using System.Text.RegularExpressions;
using static SmsBridge.Tests.Deploy.Deployment;

namespace SmsBridge.Tests.Deploy;

/// <summary>Image, compose file and unit file against the code that they run.</summary>
public sealed partial class ContainerTests
{
    private static readonly string Dockerfile = Text("Dockerfile");
    private static readonly string Unit = Text("deploy/systemd/smsbridge.service");

    [Fact]
    public void The_image_runs_as_a_numbered_user_who_owns_the_spool()
    {
        Dockerfile.ShouldContain("USER $APP_UID");
        Dockerfile.ShouldContain("chown \"$APP_UID:$APP_UID\" /var/spool/smsbridge");
        foreach (Match variable in ImageVariable().Matches(Dockerfile))
        {
            IsSetting(variable.Groups["name"].Value).ShouldBeTrue(variable.Value);
        }

        Dockerfile.ShouldContain("GET /health/live ");
        Dockerfile.ShouldContain("CMD [\"serve\"]");
    }

    [Fact]
    public void Nothing_that_the_image_is_built_from_is_kept_out_of_it()
    {
        var left = Text(".dockerignore").Split('\n').Select(l => l.Trim()).ToList();
        foreach (var needed in new[] { "src/", "migrations/", "appsettings.json", "Directory.Build.props", "global.json" })
        {
            left.ShouldNotContain(needed);
        }

        left.ShouldContain(".env");
        left.ShouldContain("deploy/");
    }

    [Fact]
    public void Compose_gives_a_stop_its_time_and_keeps_the_spool()
    {
        var bridge = Yaml("compose.yaml")[0]["services"]!["bridge"]!;
        // What else stands in .env is kept from it.
        bridge["environment"]!
            .AsObject()
            .Where(e => Word(e.Value) != "")
            .Select(e => e.Key)
            .Where(name => !IsSetting(name))
            .ShouldBeEmpty();
        Word(bridge["stop_grace_period"]).ShouldBe("30s");
        Word(bridge["read_only"]).ShouldBe("true");
        Word(bridge["volumes"]![0]).ShouldBe("spool:/var/spool/smsbridge");
        bridge["command"]!.AsArray().Select(Word).ShouldBe(["serve"]);
        bridge["ports"]!.AsArray().Select(Word).ShouldBe(["8080:8080", "127.0.0.1:8081:8081"], "the API is not for the outside");

        // The settings that its head names.
        foreach (Match variable in ComposeVariable().Matches(Text("compose.yaml")))
        {
            IsSetting(variable.Groups["name"].Value).ShouldBeTrue(variable.Value);
        }
    }

    [Fact]
    public void Compose_has_a_role_that_owns_the_tables_and_one_that_serves()
    {
        var services = Yaml("compose.yaml")[0]["services"]!;
        var (bridge, migrate, postgres) = (services["bridge"]!, services["migrate"]!, services["postgres"]!);
        Connection(bridge).ShouldContain("Username=smsbridge;Password=${SMSBRIDGE_PASSWORD:");
        Connection(migrate).ShouldContain("Username=smsbridge_owner;Password=${SMSBRIDGE_OWNER_PASSWORD:");
        migrate["command"]!.AsArray().Select(Word).ShouldBe(["migrate", "--runtime-role", "smsbridge"]);
        migrate["env_file"].ShouldBeNull();
        bridge["depends_on"]!["migrate"].ShouldNotBeNull();
        Word(bridge["environment"]!["SMSBRIDGE_OWNER_PASSWORD"]).ShouldBe("", "what stands in .env reaches the bridge otherwise");
        Word(bridge["environment"]!["POSTGRES_PASSWORD"]).ShouldBe("");
        postgres["environment"]!["POSTGRES_USER"].ShouldBeNull("its superuser is nobody's role");
        foreach (
            var statement in new[]
            {
                "create role smsbridge_owner ",
                "create role smsbridge ",
                "create database smsbridge owner smsbridge_owner",
            }
        )
        {
            Text("deploy/compose/roles.sh").ShouldContain(statement);
        }

        static string Connection(System.Text.Json.Nodes.JsonNode service) => Word(service["environment"]!["ConnectionStrings__Bridge"])!;
    }

    [Fact]
    public void Every_service_of_compose_has_the_rights_it_needs_and_no_more()
    {
        foreach (var (name, service) in Yaml("compose.yaml")[0]["services"]!.AsObject())
        {
            service!["cap_drop"]!.AsArray().Select(Word).ShouldBe(["ALL"], name);
            service["security_opt"]!.AsArray().Select(Word).ShouldBe(["no-new-privileges:true"], name);
        }
    }

    [Fact]
    public void Base_images_can_be_named_by_digest()
    {
        Dockerfile.ShouldContain("FROM ${SDK} AS build");
        Dockerfile.ShouldContain("FROM ${RUNTIME}\n");
    }

    [Fact]
    public void The_unit_gives_a_stop_its_time_and_keeps_the_spool_across_updates()
    {
        Line("TimeoutStopSec").ShouldBe("30");
        Line("StateDirectory").ShouldBe("smsbridge");
        Line("Environment").ShouldBe("Spool__Directory=/var/lib/smsbridge/spool");
        Line("ExecStart").ShouldBe("/opt/smsbridge/smsbridge serve");
        Unit.ShouldNotContain("\nExecStartPre=");
        Line("User").ShouldBe("smsbridge");
        Environment("deploy/systemd/smsbridge.env").Keys.Where(name => !IsSetting(name)).ShouldBeEmpty();
        foreach (Match credential in Credential().Matches(Unit))
        {
            IsSetting(credential.Groups["name"].Value).ShouldBeTrue(credential.Value);
        }
    }

    private static string Line(string name) =>
        Unit.Split('\n').Single(l => l.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    [GeneratedRegex(
        @"^\s*(?:ENV )?(?<name>(Public|Ops|Spool)__\w+)=",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex ImageVariable();

    [GeneratedRegex(@"^#\s+(?<name>\w+__\w+)=", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ComposeVariable();

    [GeneratedRegex(@"LoadCredential=(?<name>\w+):", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Credential();
}
