using SmsBridge.Admin;
using SmsBridge.Hosting;

namespace SmsBridge.Tests.Admin;

public sealed class DatabaseCheckTests
{
    [Theory]
    [InlineData("Host=db.internal;Database=x")]
    [InlineData("Host=10.0.0.7;SSL Mode=Require")]
    [InlineData("Host=db.internal;SSL Mode=VerifyCA")]
    [InlineData("Host=127.0.0.1,db.internal;SSL Mode=Prefer")]
    [InlineData("Host=a:5432,b:5433;Target Session Attributes=primary")]
    [InlineData("Host=2001:db8::7")]
    public void A_server_elsewhere_whose_name_is_not_checked_is_a_warning(string connection)
    {
        var finding = DatabaseCheck.Exposed($"{connection};Password=secret").ShouldHaveSingleItem();

        finding.Verdict.ShouldBe(Verdict.Warn);
        finding.Remedy!.ShouldContain("SSL Mode=VerifyFull");
        $"{finding.What}{finding.Remedy}".ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("Host=db.internal;SSL Mode=VerifyFull")]
    [InlineData("Host=localhost")]
    [InlineData("Host=127.0.0.1;SSL Mode=Disable")]
    [InlineData("Host=127.0.0.2:5433,localhost")]
    [InlineData("Host=::1")]
    [InlineData("Host=[::1]:5433")]
    [InlineData("Host=/var/run/postgresql")]
    public void A_name_that_is_checked_and_this_machine_are_none(string connection) => DatabaseCheck.Exposed(connection).ShouldBeEmpty();

    [Theory]
    [InlineData("http://crm.internal/x", "https://")]
    [InlineData("amqp://broker.internal:5672/", "amqps://")]
    public void An_address_without_TLS_is_a_warning_beyond_this_machine(string address, string remedy)
    {
        var finding = Finding.Over(new Uri(address), "it answers");

        finding.Verdict.ShouldBe(Verdict.Warn);
        finding.Remedy!.ShouldContain(remedy);
        Finding.Over(new Uri($"{address.Split(':')[0]}://127.0.0.1/"), "it answers").Verdict.ShouldBe(Verdict.Ok);
    }
}
