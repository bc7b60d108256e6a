using System.Net;
using SmsBridge.Ops;
using SmsBridge.Tests.Work;

namespace SmsBridge.Tests.Ops;

public sealed class SignInLimitTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void Ten_failures_within_a_minute_close_until_it_is_over()
    {
        var limit = new SignInLimit(time);
        var address = IPAddress.Parse("10.0.0.1");
        for (var i = 0; i < 10; i++)
        {
            limit.Wait(address).ShouldBeNull();
            limit.Failed(address);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        limit.Wait(address).ShouldBe(TimeSpan.FromSeconds(50));
        limit.Wait(IPAddress.Parse("10.0.0.2")).ShouldBeNull();
        time.Advance(TimeSpan.FromSeconds(50));
        limit.Wait(address).ShouldBeNull();
    }

    [Fact]
    public void Slow_failures_never_close()
    {
        var limit = new SignInLimit(time);
        for (var i = 0; i < 100; i++)
        {
            limit.Failed(IPAddress.Loopback);
            limit.Wait(IPAddress.Loopback).ShouldBeNull();
            time.Advance(TimeSpan.FromSeconds(7));
        }
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    public void A_network_of_ipv6_counts_as_one_address(string one, string other, bool same)
    {
        var limit = new SignInLimit(time);
        for (var i = 0; i < 10; i++)
        {
            limit.Failed(IPAddress.Parse(one));
        }

        (limit.Wait(IPAddress.Parse(other)) is not null).ShouldBe(same);
    }

    [Fact]
    public void Addresses_beyond_counting_do_not_grow_the_memory()
    {
        var limit = new SignInLimit(time);
        for (var i = 0; i < SignInLimit.MostAddresses * 3; i++)
        {
            limit.Failed(new IPAddress((long)i + 0x0A000000));
        }

        limit.Remembered.ShouldBeLessThanOrEqualTo(SignInLimit.MostAddresses);
    }
}
