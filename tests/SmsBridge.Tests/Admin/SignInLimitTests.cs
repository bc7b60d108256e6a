using System.Net;
using SmsBridge.Hosting;

namespace SmsBridge.Tests.Admin;

public sealed class SignInLimitTests : IDisposable
{
    private readonly SignInLimit limit = new();

    public void Dispose() => limit.Dispose();

    [Fact]
    public void The_eleventh_wrong_key_within_a_minute_waits_and_another_address_does_not()
    {
        var address = IPAddress.Parse("10.0.0.1");
        Fail(address, 10);

        limit.Failed(address).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        limit.Failed(Neighbour(address)).ShouldBeNull();
    }

    [Fact]
    public void A_connection_without_an_address_is_counted_too()
    {
        Fail(null, 10);

        limit.Failed(null).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:2")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    public void A_network_of_ipv6_counts_as_one_address(string one, string other)
    {
        Fail(IPAddress.Parse(one), 10);

        limit.Failed(IPAddress.Parse(other)).ShouldNotBeNull();
    }

    [Fact]
    public void Another_network_of_ipv6_counts_by_itself()
    {
        var address = IPAddress.Parse("2001:db8::1");
        Fail(address, 10);

        limit.Failed(Neighbour(address)).ShouldBeNull();
    }

    private void Fail(IPAddress? address, int times)
    {
        for (var i = 0; i < times; i++)
        {
            limit.Failed(address).ShouldBeNull();
        }
    }

    /// <summary>An address of another network that does not share the first one's count by chance.</summary>
    private static IPAddress Neighbour(IPAddress address) =>
        Enumerable
            .Range(1, 250)
            .Select(i => IPAddress.Parse(address.ToString().Contains(':') ? $"2001:db8:0:{i:x}::1" : $"10.0.1.{i}"))
            .First(a => RemoteNetwork.SlotOf(a) != RemoteNetwork.SlotOf(address));
}
