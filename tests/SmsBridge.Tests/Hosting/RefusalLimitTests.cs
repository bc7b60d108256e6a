using System.Net;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Tests.Hosting;

public sealed class RefusalLimitTests
{
    [Fact]
    public void An_address_is_told_to_wait_once_its_minute_is_used_up_and_others_are_not()
    {
        using var limit = Limit(5);
        var (flood, neighbour) = (IPAddress.Parse("192.0.2.1"), Other(IPAddress.Parse("192.0.2.1")));
        for (var i = 0; i < 5; i++)
        {
            limit.Count(flood).ShouldBeNull();
        }

        limit.Count(flood).ShouldNotBeNull().ShouldBeInRange(1, 12);
        limit.Count(neighbour).ShouldBeNull();
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        using var limit = Limit(0);
        for (var i = 0; i < 1000; i++)
        {
            limit.Count(IPAddress.Loopback).ShouldBeNull();
        }
    }

    [Fact]
    public void However_many_addresses_ask_so_many_counts_are_kept_and_no_more()
    {
        var slots = Enumerable.Range(0, 100_000).Select(i => RemoteNetwork.SlotOf(new IPAddress((long)i * 40_000))).ToHashSet();

        slots.Count.ShouldBeGreaterThan(RemoteNetwork.Slots * 9 / 10);
        slots.ShouldAllBe(s => s >= 0 && s < RemoteNetwork.Slots);
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:2")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    public void A_network_of_ipv6_counts_as_one_address(string one, string other) =>
        RemoteNetwork.SlotOf(IPAddress.Parse(one)).ShouldBe(RemoteNetwork.SlotOf(IPAddress.Parse(other)));

    [Fact]
    public void A_connection_without_an_address_is_counted_too() => RemoteNetwork.SlotOf(null).ShouldBe(RemoteNetwork.SlotOf(null));

    private static RefusalLimit Limit(int most) => new(Options.Create(new PublicOptions { RefusedPerMinute = most }));

    /// <summary>An address that does not share the first one's count by chance.</summary>
    private static IPAddress Other(IPAddress first) =>
        Enumerable
            .Range(2, 250)
            .Select(i => IPAddress.Parse($"192.0.2.{i}"))
            .First(a => RemoteNetwork.SlotOf(a) != RemoteNetwork.SlotOf(first));
}
