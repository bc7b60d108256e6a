using System.Net;
using SmsBridge.Hosting;

namespace SmsBridge.Tests.Hosting;

public sealed class TrustedProxiesTests
{
    [Fact]
    public void Without_an_entry_nobody_is_believed() => TrustedProxies.Options([]).ShouldBeNull();

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", "10.0.0.8")]
    [InlineData("10.0.0.0/24", "10.0.0.200", "10.0.1.1")]
    [InlineData("2001:db8::1", "2001:db8::1", "2001:db8::2")]
    [InlineData("2001:db8::/64", "2001:db8::ffff", "2001:db8:0:1::1")]
    public void An_entry_is_an_address_or_a_network(string entry, string inside, string outside)
    {
        TrustedProxies.Check("Public:TrustedProxies", [entry]).ShouldBeEmpty();
        var options = TrustedProxies.Options([entry]).ShouldNotBeNull();
        var network = options.KnownIPNetworks.ShouldHaveSingleItem();
        network.Contains(IPAddress.Parse(inside)).ShouldBeTrue();
        network.Contains(IPAddress.Parse(outside)).ShouldBeFalse();
        options.KnownProxies.ShouldBeEmpty("the framework believes loopback by itself");
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10.0.0")]
    [InlineData("proxy.example.com")]
    [InlineData("10.0.0.7:8080")]
    [InlineData("10.0.0.0/33")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("*")]
    public void Anything_else_is_a_mistake_with_its_key_and_believes_nobody(string entry)
    {
        TrustedProxies
            .Check("Ops:TrustedProxies", ["10.0.0.7", entry])
            .ShouldHaveSingleItem()
            .ShouldStartWith($"Ops:TrustedProxies has '{entry}'. Write ");
        TrustedProxies.Options([entry]).ShouldBeNull();
    }

    [Fact]
    public void Mistakes_in_the_limits_are_told_with_key_and_remedy()
    {
        var publicSide = new PublicOptions
        {
            BaseUrl = "https://sms.example.com",
            TrustedProxies = ["everybody"],
            MaxConnections = 0,
            MaxWebhookBytes = 100,
            RefusedPerMinute = -1,
        };
        var opsSide = new OpsOptions
        {
            TrustedProxies = ["everybody"],
            MaxConnections = -1,
            RequestsPerMinute = -1,
            AnonymousPerMinute = -1,
        };

        var failures = new PublicOptionsValidator().Validate(null, publicSide).Failures.ShouldNotBeNull().ToList();
        failures.Count.ShouldBe(4);
        failures.ShouldContain("Public:MaxConnections is 0; give 1 or more, for example 2000, or leave it out.");
        failures.ShouldContain("Public:MaxWebhookBytes is 100; give 4096 or more, for example 65536, or leave it out.");
        failures.ShouldContain("Public:RefusedPerMinute is -1; give 0 or more, for example 600, or leave it out.");
        failures = [.. new OpsOptionsValidator().Validate(null, opsSide).Failures.ShouldNotBeNull()];
        failures.Count.ShouldBe(4);
        failures.ShouldContain("Ops:MaxConnections is -1; give 1 or more, for example 2000, or leave it out.");
        failures.ShouldContain("Ops:RequestsPerMinute is -1; give 0 or more, for example 12000, or leave it out.");
        failures.ShouldContain("Ops:AnonymousPerMinute is -1; give 0 or more, for example 600, or leave it out.");
    }

    [Fact]
    public void Left_out_limits_have_these_values()
    {
        var (publicSide, opsSide) = (new PublicOptions(), new OpsOptions());
        (publicSide.MaxConnections, publicSide.MaxWebhookBytes, publicSide.RefusedPerMinute).ShouldBe((2000, 65536, 600));
        (opsSide.MaxConnections, opsSide.RequestsPerMinute, opsSide.AnonymousPerMinute).ShouldBe((2000, 12_000, 600));
        publicSide.TrustedProxies.Concat(opsSide.TrustedProxies).ShouldBeEmpty();
    }
}
