using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Admin;

/// <summary>What the container image holds: the output of <c>dotnet publish</c>, started from elsewhere.</summary>
public sealed class PublishedTests(TestPostgres postgres)
{
    private const string Variable = "SMSBRIDGE_TEST_PUBLISHED";

    [Fact]
    public async Task The_published_service_starts_from_any_working_directory_and_answers_texts()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(
            folder is { Length: > 0 },
            $"./dev test publishes the service and names the folder in {Variable}: set it to the output of dotnet publish src/SmsBridge -o FOLDER."
        );
        await using var around = await BridgeUnderTest.Surroundings(await postgres.CreateEmptyDatabase());

        await using var child = await ChildBridge.Serve(around, Path.Combine(folder, "smsbridge.dll"), workingDirectory: "/");

        await around.ConfigureNumbers(child.Ops, child.Webhook);
        var customer = around.Customer();
        await customer.Texts("hi");
        (await customer.Receives()).ShouldBe("You said: hi");
    }
}
