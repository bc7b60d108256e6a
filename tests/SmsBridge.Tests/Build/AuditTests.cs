using System.Diagnostics;
using SmsBridge.Tests.Layout;

namespace SmsBridge.Tests.Build;

/// <summary><c>.ci/audit</c>, with package tools that answer what each case needs.</summary>
public sealed class AuditTests
{
    private const string Known = "known.csproj : warning NU1903: Package 'Newtonsoft.Json' 12.0.1 has a known high severity vulnerability";
    private const string Ours =
        "SmsBridge.csproj : error NU1904: Package 'Npgsql' 10.0.0 has a known critical severity vulnerability [SmsBridge.sln]";
    private const string Clean = "{\"auditReportVersion\": 2, \"vulnerabilities\": {}}";
    private const string Refused = "{\"message\": \"405 Method Not Allowed\", \"error\": {}}";

    [Fact]
    public async Task A_known_vulnerability_of_a_NuGet_package_fails()
    {
        var (code, output) = await Audit(Known, Ours, Clean);

        code.ShouldBe(1, output);
        output.ShouldContain("NU1904: Package 'Npgsql' 10.0.0");
        output.ShouldNotContain("COULD NOT");
    }

    [Fact]
    public async Task A_known_vulnerability_of_an_examples_package_fails()
    {
        var (code, output) = await Audit(Known, "", "{\"auditReportVersion\": 2, \"vulnerabilities\": {\"amqplib\": {}}}", npmCode: 1);

        code.ShouldBe(1, output);
        output.ShouldContain("amqplib");
    }

    [Fact]
    public async Task Where_nothing_is_known_of_ours_but_of_others_all_is_well()
    {
        var (code, output) = await Audit(Known, "", Clean);

        code.ShouldBe(0, output);
        output.ShouldContain("no NuGet package has a known vulnerability");
        output.ShouldContain("no package of examples/ has a known vulnerability");
        output.ShouldNotContain("COULD NOT");
    }

    [Fact]
    public async Task A_feed_that_knows_of_no_vulnerability_at_all_is_no_good_news()
    {
        var (code, output) = await Audit("", "", Refused, npmCode: 1);

        code.ShouldBe(0, output);
        output.ShouldContain("COULD NOT LOOK at the NuGet packages: the package feed in use has no data on vulnerabilities.");
        output.ShouldContain("COULD NOT LOOK at the packages of examples/: the npm registry in use does not answer npm audit.");
        output.ShouldNotContain("has a known vulnerability");
    }

    [Fact]
    public async Task Packages_that_cannot_be_restored_were_not_looked_at()
    {
        var (code, output) = await Audit(Known, "error NU1101: Unable to find package Refit", Clean, restoreCode: 1);

        code.ShouldBe(0, output);
        output.ShouldContain("COULD NOT LOOK at the NuGet packages: they cannot be restored here.");
    }

    /// <param name="known">What a restore says of the package with an old advisory.</param>
    /// <param name="ours">What it says of the solution.</param>
    private static async Task<(int Code, string Output)> Audit(string known, string ours, string npm, int npmCode = 0, int restoreCode = 0)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash runs the script");
        var tools = Directory.CreateTempSubdirectory("smsbridge-audit-");
        try
        {
            Write(
                "dotnet",
                $"case \"$*\" in *known.csproj*) cat <<'E'\n{known}\nE\n;; *) cat <<'E'\n{ours}\nE\nexit {restoreCode} ;; esac"
            );
            Write("npm", $"cat <<'E'\n{npm}\nE\nexit {npmCode}");
            var start = new ProcessStartInfo("/bin/bash", [Path.Combine(Sources.Root, ".ci", "audit")])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            };
            start.Environment["PATH"] = $"{tools.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
        finally
        {
            tools.Delete(recursive: true);
        }

        void Write(string name, string script)
        {
            var file = Path.Combine(tools.FullName, name);
            File.WriteAllText(file, $"#!/bin/bash\n{script}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
