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
        await using var pages = await PagesOf(bridge);
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
    public async Task Who_is_texted_can_be_read_in_full()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, new() { Script = ShopSupport.Script });
        bridge.Twilio.Numbers.Single().FriendlyName = "Shop support, greets first";
        await using var pages = await PagesOf(bridge);
        var page = await browser.Visit(pages.Url);

        await Assertions.Expect(page.GetByTestId("contact")).ToHaveTextAsync("Shop support, greets first");
        foreach (var width in new[] { 1280, 390, 360 })
        {
            await page.SetViewportSizeAsync(width, 720);
            (await page.EvaluateAsync<bool>(Fits)).ShouldBeTrue($"at {width} pixels");
        }

        await Browser.Picture(page, "phone");
    }

    /// <summary>Neither the heading nor the chosen options are wider than their places; 36 pixels of a select are its padding and its arrow.</summary>
    private const string Fits = """
        () => {
          const ink = document.createElement("canvas").getContext("2d");
          const heading = document.getElementById("contact");
          return heading.scrollWidth <= heading.clientWidth && document.documentElement.scrollWidth <= innerWidth
            && [...document.querySelectorAll("select")].every((select) => {
              ink.font = getComputedStyle(select).font;
              return ink.measureText(select.selectedOptions[0].textContent).width + 36 <= select.clientWidth;
            });
        }
        """;

    internal static Task<PagesServer> PagesOf(BridgeUnderTest bridge) =>
        PagesServer.Start(
            new PagesServerOptions { BridgeOps = new Uri(bridge.Instances[0].OpsAddress), BridgeKey = BridgeSettings.Key },
            bridge.Twilio,
            bridge.Chat
        );
}
