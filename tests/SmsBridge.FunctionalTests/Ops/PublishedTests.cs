using System.Diagnostics;
using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Ops;

/// <summary>What the container image holds: the output of <c>dotnet publish</c>, started from elsewhere.</summary>
public sealed class PublishedTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_published_service_starts_from_any_working_directory_and_answers_texts()
    {
        var database = await postgres.CreateDatabase();
        using var folder = new TemporaryFolder();
        await Publish(folder.Path);
        await using var around = await BridgeUnderTest.Surroundings(database);

        await using var child = await ChildBridge.Serve(around, Path.Combine(folder.Path, "smsbridge.dll"), workingDirectory: "/");

        await around.ConfigureNumbers(child.Ops, child.Webhook);
        var customer = around.Customer();
        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
    }

    private static async Task Publish(string folder)
    {
        // Intermediate files of its own, so that it does not disturb a build that runs at the same time.
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "publish",
                Path.Combine(Repository.Root, "src", "SmsBridge"),
                "-c",
                "Release",
                "--artifacts-path",
                Path.Combine(folder, "build"),
                "-o",
                folder,
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var publish = Process.Start(start)!;
        var output = publish.StandardOutput.ReadToEndAsync();
        var errors = publish.StandardError.ReadToEndAsync();
        await publish.WaitForExitAsync();
        publish.ExitCode.ShouldBe(0, await output + await errors);
    }
}
