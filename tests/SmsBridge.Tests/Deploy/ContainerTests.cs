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
        bridge["environment"]!.AsObject().Select(e => e.Key).Where(name => !IsSetting(name)).ShouldBeEmpty();
        Word(bridge["stop_grace_period"]).ShouldBe("30s");
        Word(bridge["read_only"]).ShouldBe("true");
        Word(bridge["volumes"]![0]).ShouldBe("spool:/var/spool/smsbridge");
        bridge["command"]!.AsArray().Select(Word).ShouldBe(["serve", "--migrate"]);
        bridge["ports"]!.AsArray().Select(Word).ShouldBe(["8080:8080", "127.0.0.1:8081:8081"], "the API is not for the outside");

        // The settings that its head names.
        foreach (Match variable in ComposeVariable().Matches(Text("compose.yaml")))
        {
            IsSetting(variable.Groups["name"].Value).ShouldBeTrue(variable.Value);
        }
    }

    [Fact]
    public void The_unit_gives_a_stop_its_time_and_keeps_the_spool_across_updates()
    {
        Line("TimeoutStopSec").ShouldBe("30");
        Line("StateDirectory").ShouldBe("smsbridge");
        Line("Environment").ShouldBe("Spool__Directory=/var/lib/smsbridge/spool");
        Line("ExecStart").ShouldBe("/opt/smsbridge/smsbridge serve --migrate");
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
