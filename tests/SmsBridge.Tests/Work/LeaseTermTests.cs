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
        Term(time, lasts).Enter();

        time.Advance(TimeSpan.FromSeconds(ours));
        LeaseTerm.Demand();
        time.Advance(TimeSpan.FromMilliseconds(1));

        Should.Throw<InvalidOperationException>(LeaseTerm.Demand).Message.ShouldContain("lease");
    }

    [Fact]
    public void A_renewal_counts_from_before_the_database_was_asked()
    {
        var time = new FakeTimeProvider();
        var term = Term(time, lasts: 12);
        term.Enter();
        time.Advance(TimeSpan.FromSeconds(9));
        var asked = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(2));

        term.Renew(asked);

        time.Advance(TimeSpan.FromSeconds(8));
        LeaseTerm.Demand();
        time.Advance(TimeSpan.FromSeconds(1));
        Should.Throw<InvalidOperationException>(LeaseTerm.Demand);
    }

    private static LeaseTerm Term(FakeTimeProvider time, double lasts) =>
        new(
            new Lease(Guid.Empty, WorkKind.Turn, Guid.Empty, Version: 1, Attempts: 0, Asks: 1)
            {
                Since = time.GetTimestamp(),
                Lasts = TimeSpan.FromSeconds(lasts),
            },
            time
        );
}
