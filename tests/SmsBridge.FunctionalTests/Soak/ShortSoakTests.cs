using SmsBridge.Bench;
using SmsBridge.Sandbox.Postgres;

namespace SmsBridge.FunctionalTests.Soak;

/// <summary>The short form of <c>./dev soak</c>: two instances, faults at both providers, one kill, one crash of Postgres.</summary>
public sealed class ShortSoakTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Under_faults_a_kill_and_a_database_crash_nothing_is_lost_doubled_or_out_of_order()
    {
        Assert.SkipUnless(
            PostgresSearch.OfThisMachine().Folders().Any(),
            "The soak crashes Postgres, for which it needs installed binaries."
        );
        var log = new StringWriter();
        var report = await Bench.Soak.Run(SoakPlan.Short(seed: 3), TextWriter.Synchronized(log));
        report.Print(log);
        output.WriteLine(log.ToString());

        report.Kills.ShouldBe(1);
        report.PostgresOutages.ShouldBe(1);
        report.Acknowledged.ShouldBeGreaterThan(report.Sent / 2);
        report.FaultyCalls.ShouldBeGreaterThan(20);
        report.IsClean.ShouldBeTrue(log.ToString());
    }
}
