using Microsoft.Extensions.Time.Testing;
using SmsBridge.Work;

namespace SmsBridge.Tests.Work;

public sealed class LeaseTermTests
{
    [Theory]
    [InlineData(12, 10)]
    [InlineData(3, 2.5)]
    public void A_provider_may_be_called_until_a_sixth_of_the_lease_is_left(double lasts, double ours)
    {
        var time = new FakeTimeProvider();
        var term = Term(time, lasts);

        time.Advance(TimeSpan.FromSeconds(ours));
        term.IsOver.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));

        term.IsOver.ShouldBeTrue();
    }

    [Fact]
    public void A_renewal_counts_from_before_the_database_was_asked()
    {
        var time = new FakeTimeProvider();
        var term = Term(time, lasts: 12);
        time.Advance(TimeSpan.FromSeconds(9));
        var asked = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(2));

        term.Renew(asked);

        time.Advance(TimeSpan.FromSeconds(8));
        term.IsOver.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        term.IsOver.ShouldBeTrue();
    }

    [Fact]
    public void Each_thread_that_one_statement_leases_has_a_term_of_its_own()
    {
        var time = new FakeTimeProvider();
        var drawn = new Leases(new WorkTimes(), time).Draw(WorkKind.Turn);
        var (one, other) = (drawn.On(Guid.CreateVersion7(), version: 1), drawn.On(Guid.CreateVersion7(), version: 3));
        time.Advance(TimeSpan.FromSeconds(9));

        one.Term.Renew(time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(3));

        (one.Token, one.Term.IsOver, other.Term.IsOver).ShouldBe((other.Token, false, true));
    }

    private static LeaseTerm Term(FakeTimeProvider time, double lasts) => new(TimeSpan.FromSeconds(lasts), time, time.GetTimestamp());
}
