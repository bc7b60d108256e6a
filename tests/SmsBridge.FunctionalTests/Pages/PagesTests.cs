using Microsoft.Playwright;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Pages;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Pages;

/// <summary>What a person sees in a real browser, with the bridge between the pages' Twilio and the sandbox's agent.</summary>
public sealed class PagesTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_person_texts_and_sees_the_reply_and_its_delivery_without_reloading()
    {
        await using var browser = await Browser.Open();
        var plan = new CallbackPlan { SentAfter = TimeSpan.FromMilliseconds(300), DeliveredAfter = TimeSpan.FromMilliseconds(600) };
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Script = ShopSupport.Script, Callbacks = plan });
        await using var pages = await Pages(bridge);
        var page = await browser.Visit(pages.Url);

        await page.GetByTestId("message-input").FillAsync("What is your return policy?");
        await page.GetByTestId("send").ClickAsync();

        var own = page.GetByTestId("bubble-out");
        var reply = page.GetByTestId("bubble-in");
        await Assertions.Expect(own).ToContainTextAsync("What is your return policy?");
        await Assertions.Expect(reply).ToContainTextAsync("within 30 days");
        await Assertions.Expect(reply).ToHaveAttributeAsync("data-status", "delivered");
        await Assertions.Expect(reply).ToContainTextAsync("✓✓");
        await Assertions.Expect(own).ToHaveAttributeAsync("data-status", "delivered");
        (await Browser.Loads(page)).ShouldBe(1);
    }

    [Fact]
    public async Task A_handoff_appears_on_the_desk_page_without_reloading()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Script = ShopSupport.Script });
        await using var pages = await Pages(bridge);
        var desk = await browser.Visit(new Uri(pages.Url, "/desk"));
        await Assertions.Expect(desk.GetByTestId("empty")).ToBeVisibleAsync();
        var phone = await browser.Visit(pages.Url);

        await phone.GetByTestId("message-input").FillAsync("I want to talk to a human");
        await phone.GetByTestId("message-input").PressAsync("Enter");

        await Assertions.Expect(phone.GetByTestId("bubble-in")).ToContainTextAsync("passing you to a colleague");
        var card = desk.GetByTestId("handoff-card");
        await Assertions.Expect(card.GetByTestId("reason")).ToHaveTextAsync("customer_asked_for_a_person");
        await Assertions.Expect(card.GetByTestId("last-text")).ToHaveTextAsync("I want to talk to a human");
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "waiting");
        await Assertions.Expect(desk.GetByTestId("waiting-count")).ToHaveTextAsync("1");
        (await Browser.Loads(desk)).ShouldBe(1);
        (await bridge.Desk.Take()).Type.ShouldBe("smsbridge.handoff.requested.v1", "the page takes no event away from a desk");
    }

    private static Task<PagesServer> Pages(BridgeUnderTest bridge) =>
        PagesServer.Start(
            new PagesServerOptions { BridgeOps = new Uri(bridge.Instances[0].OpsAddress), BridgeKey = BridgeSettings.Key },
            bridge.Twilio,
            bridge.Chat
        );
}
