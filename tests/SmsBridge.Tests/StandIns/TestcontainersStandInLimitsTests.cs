using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;

namespace SmsBridge.Tests.StandIns;

public sealed class TestcontainersStandInLimitsTests
{
    [Fact]
    public async Task Starting_fails_as_without_Docker_and_says_how_to_get_the_real_package()
    {
        await using var container = new PostgreSqlBuilder("postgres:15").WithImage("postgres:17").Build();
        var failure = await Should.ThrowAsync<DockerUnavailableException>(() => container.StartAsync());
        failure.Message.ShouldContain("postgres:17");
        failure.Message.ShouldContain("OfficialSdks=true");
    }

    [Fact]
    public async Task A_container_that_was_not_started_has_no_connection_string()
    {
        await using var container = new PostgreSqlBuilder("postgres:17").Build();
        Should.Throw<InvalidOperationException>(container.GetConnectionString);
    }
}
