using Microsoft.Playwright;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Pages;
using SmsBridge.Sandbox.Twilio;

namespace SmsBridge.FunctionalTests.Pages;

/// <summary>Both sides of a conversation at once, in a real browser: the customer on the phone page, people on the desk page.</summary>
public sealed class ConversationTests(TestPostgres postgres)
{
    private static BridgeSetup Setup =>
        new()
        {
            Script = ShopSupport.Script,
            Callbacks = new CallbackPlan { SentAfter = TimeSpan.FromMilliseconds(300), DeliveredAfter = TimeSpan.FromMilliseconds(600) },
        };

    [Fact]
    public async Task A_customer_and_a_desk_talk_until_the_agent_has_the_customer_back()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        await using var pages = await PagesTests.PagesOf(bridge);
        var phone = await browser.Visit(pages.Url);
        var desk = await Desk(browser, pages, "Robin");

        await Text(phone, "I want to talk to a human");
        await Assertions.Expect(desk.GetByTestId("waiting").GetByTestId("handoff-card")).ToBeVisibleAsync();
        await desk.Keyboard.PressAsync("ArrowDown");
        await desk.Keyboard.PressAsync("a");
        await Assertions.Expect(desk.GetByTestId("reply")).ToBeFocusedAsync();
        await Assertions.Expect(desk.GetByTestId("mine").GetByTestId("handoff-card")).ToBeVisibleAsync();
        await Assertions.Expect(desk.GetByTestId("waiting-count")).ToHaveTextAsync("0");

        await desk.Keyboard.TypeAsync("Hello, this is Robin.");
        await desk.Keyboard.PressAsync("Shift+Enter");
        await desk.Keyboard.TypeAsync("How can I help?");
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(phone.GetByTestId("bubble-in").Last).ToContainTextAsync("Hello, this is Robin.\nHow can I help?");
        await Assertions.Expect(desk.GetByTestId("text-live-agent")).ToHaveAttributeAsync("data-status", "delivered");
        await Assertions.Expect(desk.GetByTestId("reply")).ToHaveValueAsync("");

        await Text(phone, "My parcel is broken");
        await Assertions.Expect(desk.GetByTestId("text-customer").Last).ToContainTextAsync("My parcel is broken");
        await Browser.Picture(desk, "desk-mine");

        await desk.GetByTestId("release").ClickAsync();
        await Browser.Picture(desk, "desk-release");
        await desk.GetByTestId("release-confirm").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("state")).ToHaveTextAsync("released");
        await Assertions.Expect(desk.GetByTestId("facts")).ToContainTextAsync("resolved");
        await Assertions.Expect(desk.GetByTestId("mine").GetByTestId("handoff-card")).ToHaveCountAsync(0);

        await Text(phone, "What is your return policy?");
        await Assertions.Expect(phone.GetByTestId("bubble-in").Last).ToContainTextAsync("within 30 days");
        (await Browser.Loads(phone)).ShouldBe(1);
        (await Browser.Loads(desk)).ShouldBe(1);
    }

    [Fact]
    public async Task After_a_reload_the_desk_still_has_its_conversation()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        await using var pages = await PagesTests.PagesOf(bridge);
        var customer = bridge.Customer();
        var desk = await Desk(browser, pages, "Robin");
        await Accepted(customer, desk);

        await desk.ReloadAsync();

        await Assertions.Expect(desk.GetByTestId("mine").GetByTestId("handoff-card")).ToBeVisibleAsync();
        await desk.GetByTestId("reply").FillAsync("I am back.");
        await desk.GetByTestId("reply").PressAsync("Enter");
        (await customer.Receives()).ShouldBe("I am back.");
    }

    [Fact]
    public async Task Who_was_taken_over_is_told_so_and_can_take_the_conversation_back()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        await using var pages = await PagesTests.PagesOf(bridge);
        var customer = bridge.Customer();
        var robin = await Desk(browser, pages, "Robin");
        await Accepted(customer, robin);
        // The same name: so that Robin's page learns of it only from the answer to a reply.
        var other = await Desk(browser, pages, "Robin");

        await other.GetByTestId("others").GetByTestId("handoff-card").ClickAsync();
        await Assertions.Expect(other.GetByTestId("accept")).ToHaveTextAsync("Take over");
        await other.GetByTestId("accept").ClickAsync();
        await Assertions.Expect(other.GetByTestId("reply")).ToBeEnabledAsync();
        await robin.GetByTestId("reply").FillAsync("One moment.");
        await robin.GetByTestId("reply").PressAsync("Enter");

        await Assertions.Expect(robin.GetByTestId("notice")).ToContainTextAsync("Somebody else has taken over");
        await Assertions.Expect(robin.GetByTestId("reply")).ToBeDisabledAsync();
        await Assertions.Expect(robin.GetByTestId("reply")).ToHaveValueAsync("One moment.");
        await robin.GetByTestId("accept").ClickAsync();
        await Assertions.Expect(robin.GetByTestId("reply")).ToBeFocusedAsync();
        await robin.GetByTestId("reply").PressAsync("Enter");
        (await customer.Receives()).ShouldBe("One moment.");
    }

    [Fact]
    public async Task A_customer_who_opts_out_leaves_the_desk()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        await using var pages = await PagesTests.PagesOf(bridge);
        var customer = bridge.Customer();
        var desk = await Desk(browser, pages, "Robin");
        await Accepted(customer, desk);

        await customer.Texts("STOP");

        await Assertions.Expect(desk.GetByTestId("state")).ToHaveTextAsync("released");
        await Assertions.Expect(desk.GetByTestId("facts")).ToContainTextAsync("opted-out");
        await Assertions.Expect(desk.GetByTestId("reply")).ToBeDisabledAsync();
    }

    private static async Task<IPage> Desk(Browser browser, PagesServer pages, string name)
    {
        var desk = await browser.Visit(new Uri(pages.Url, "/desk"));
        await desk.GetByTestId("name").FillAsync(name);
        await desk.GetByTestId("name").BlurAsync();
        return desk;
    }

    private static async Task Accepted(Customer customer, IPage desk)
    {
        await customer.Texts("agent");
        await customer.Receives();
        await desk.GetByTestId("waiting").GetByTestId("handoff-card").ClickAsync();
        await desk.GetByTestId("accept").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("reply")).ToBeEnabledAsync();
    }

    private static async Task Text(IPage phone, string text)
    {
        await phone.GetByTestId("message-input").FillAsync(text);
        await phone.GetByTestId("message-input").PressAsync("Enter");
    }
}
