using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class WorkTimesTests
{
    [Fact]
    public void A_dead_instances_work_is_taken_over_within_15_s_and_a_lease_outlives_three_lost_renewals()
    {
        var times = WorkTimes.OfThisProcess();

        (times.Lease(WorkKind.Turn) + times.PollEvery).ShouldBeLessThan(TimeSpan.FromSeconds(15));
        times.Lease(WorkKind.Turn).ShouldBe(TimeSpan.FromSeconds(12));
        times.RenewEvery(WorkKind.Turn).ShouldBe(TimeSpan.FromSeconds(3));
        times.PollEvery.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_process_may_be_started_with_leases_of_another_length()
    {
        AppContext.SetData(WorkTimes.LeaseProperty, "00:00:02");
        try
        {
            var times = WorkTimes.OfThisProcess();

            times.Lease(WorkKind.Turn).ShouldBe(TimeSpan.FromSeconds(2));
            times.RenewEvery(WorkKind.Turn).ShouldBe(TimeSpan.FromSeconds(0.5));
        }
        finally
        {
            AppContext.SetData(WorkTimes.LeaseProperty, null);
        }
    }
}
