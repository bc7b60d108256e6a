using SmsBridge.FunctionalTests.Postgres;

namespace SmsBridge.FunctionalTests.Outbound;

/// <summary>A provider, or a proxy in its place, that sends the bridge on to another host.</summary>
public sealed class RedirectTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_redirect_of_the_Chat_API_takes_no_key_and_no_text_to_another_host()
    {
        using var other = new Bystander();
        await using var chat = await Sending(other);
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Agents:support:BaseUrl", chat.Address)));
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Shows("in", "failed");

        chat.Calls.ShouldHaveSingleItem().Headers["X-API-KEY"].ShouldNotBeEmpty();
        other.WasCalled.ShouldBeFalse();
        (await bridge.Database.All<string>("select category || ' ' || reason from failures")).ShouldBe([
            "Rejected Chat API create answered 307: redirects are not followed, correct Agents:support:BaseUrl",
        ]);
    }

    [Fact]
    public async Task A_redirect_of_Twilio_takes_no_text_to_another_host()
    {
        using var other = new Bystander();
        await using var twilio = await Sending(other);
        await using var bridge = await BridgeUnderTest.Start(postgres, BridgeSetup.With(("Twilio:ApiUrl", twilio.Address)));
        var customer = bridge.Customer();

        await customer.Texts("hi");
        await customer.Shows("out", "failed");

        twilio.Calls.ShouldHaveSingleItem().Headers["Authorization"].ShouldStartWith("Basic ");
        other.WasCalled.ShouldBeFalse();
        (await bridge.Database.All<string>("select category || ' ' || reason from failures")).ShouldBe([
            "Rejected Twilio answered 307: redirects are not followed, correct Twilio:ApiUrl",
        ]);
    }

    private static Task<ScriptedServer> Sending(Bystander other) =>
        ScriptedServer.Start(_ => new Reply(307, "text/plain", "", ("Location", other.Url + "elsewhere")));
}
