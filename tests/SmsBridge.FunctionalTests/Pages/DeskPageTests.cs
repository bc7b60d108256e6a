using System.Net;
using System.Text;
using Microsoft.Playwright;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;

namespace SmsBridge.FunctionalTests.Pages;

/// <summary>The desk page as people see it before anybody answers; <see cref="ConversationTests"/> has both sides.</summary>
public sealed class DeskPageTests(TestPostgres postgres)
{
    private static BridgeSetup Setup => new() { Script = ShopSupport.Script };

    [Fact]
    public async Task A_handoff_appears_on_the_desk_page_without_reloading_and_goes_to_the_ended_ones()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        await using var pages = await PagesTests.PagesOf(bridge);
        var desk = await browser.Visit(new Uri(pages.Url, "/desk"));
        await Assertions.Expect(desk.GetByTestId("empty")).ToBeVisibleAsync();
        var phone = await browser.Visit(pages.Url);

        await phone.GetByTestId("message-input").FillAsync("I want to talk to a human");
        await phone.GetByTestId("message-input").PressAsync("Enter");

        await Assertions.Expect(phone.GetByTestId("bubble-in")).ToContainTextAsync("passing you to a colleague");
        var card = desk.GetByTestId("waiting").GetByTestId("handoff-card");
        await Assertions.Expect(card.GetByTestId("reason")).ToContainTextAsync("customer_asked_for_a_person");
        await Assertions.Expect(card.GetByTestId("last-text")).ToHaveTextAsync("I want to talk to a human");
        await Assertions.Expect(card.GetByTestId("waiting-time")).ToContainTextAsync("waiting 0:0");
        await Assertions.Expect(desk.GetByTestId("waiting-count")).ToHaveTextAsync("1");
        var requested = await bridge.Desk.Take();
        requested.Type.ShouldBe("smsbridge.handoff.requested.v1", "the page takes no event away from a desk");

        (await bridge.Ops.Post($"/api/v1/threads/{requested.ThreadId}/close")).Status.ShouldBe(200);

        await Assertions.Expect(desk.GetByTestId("waiting-count")).ToHaveTextAsync("0");
        await Assertions.Expect(desk.GetByTestId("ended").GetByTestId("handoff-card")).ToBeHiddenAsync();
        await desk.GetByText("Ended").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("ended").GetByTestId("handoff-card")).ToBeVisibleAsync();
        (await Browser.Loads(desk)).ShouldBe(1);
    }

    [Fact]
    public async Task The_list_is_read_with_the_keyboard_longest_waiting_first()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        await using var pages = await PagesTests.PagesOf(bridge);
        var (first, second) = (bridge.Customer(), bridge.Customer());
        await first.Texts("What is your return policy?");
        await first.Receives();
        await first.Texts("agent");
        await first.Settles();
        await second.Texts("human");
        await second.Settles();
        var desk = await browser.Visit(new Uri(pages.Url, "/desk"));
        var cards = desk.GetByTestId("waiting").GetByTestId("handoff-card");
        await Assertions.Expect(cards).ToHaveCountAsync(2);

        await desk.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(cards.Nth(0)).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("j");
        await Assertions.Expect(cards.Nth(1)).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("j");
        await Assertions.Expect(cards.Nth(1)).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("k");
        await Assertions.Expect(cards.Nth(0)).ToContainTextAsync("agent");
        await desk.Keyboard.PressAsync("Enter");

        await Assertions.Expect(desk.GetByTestId("customer")).ToBeFocusedAsync();
        await Assertions.Expect(cards.Nth(0)).ToHaveAttributeAsync("aria-current", "true");
        await Assertions.Expect(desk.GetByTestId("text-customer")).ToContainTextAsync(["What is your return policy?", "agent"]);
        await Assertions.Expect(desk.GetByTestId("text-agent").Last).ToContainTextAsync("passing you to a colleague");
        await Assertions.Expect(desk.GetByTestId("text-agent").Last).ToHaveAttributeAsync("data-status", "delivered");
        await Assertions.Expect(desk.GetByTestId("facts")).ToContainTextAsync("live_agent_queue");
        await Assertions.Expect(desk.GetByTestId("reply")).ToBeDisabledAsync();
        await desk.Keyboard.PressAsync("Tab");
        await Assertions.Expect(desk.GetByTestId("accept")).ToBeFocusedAsync();

        await first.Texts("Are you there?");
        await Assertions.Expect(desk.GetByTestId("text-customer").Last).ToContainTextAsync("Are you there?");

        await second.Texts("And me?");
        await Assertions.Expect(cards.Nth(1).GetByTestId("last-text")).ToHaveTextAsync("And me?");
        await Assertions.Expect(cards.Nth(1)).ToHaveAttributeAsync("data-unread", "");
        await Assertions.Expect(cards.Nth(0)).Not.ToHaveAttributeAsync("data-unread", "");
        await Browser.Picture(desk, "desk-waiting");
    }

    [Fact]
    public async Task On_a_phones_width_the_desk_shows_one_thing_at_a_time_and_nothing_sticks_out()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        await using var pages = await PagesTests.PagesOf(bridge);
        var customer = bridge.Customer();
        await customer.Texts("agent " + new string('x', 300));
        await customer.Settles();
        var desk = await browser.Visit(new Uri(pages.Url, "/desk"));
        await desk.SetViewportSizeAsync(360, 640);
        var card = desk.GetByTestId("waiting").GetByTestId("handoff-card");
        await Fits();

        await card.ClickAsync();
        await Assertions.Expect(desk.GetByTestId("text-customer")).ToBeVisibleAsync();
        await Assertions.Expect(card).ToBeHiddenAsync();
        await Fits();

        await desk.GetByTestId("back").ClickAsync();
        await Assertions.Expect(card).ToBeFocusedAsync();
        await Assertions.Expect(desk.GetByTestId("customer")).ToBeHiddenAsync();

        async Task Fits() => (await desk.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
    }

    [Fact]
    public async Task The_pages_server_passes_documented_calls_on_and_nothing_else()
    {
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        await using var pages = await PagesTests.PagesOf(bridge);
        using var http = new HttpClient { BaseAddress = new Uri(pages.Url, "/api/desk/") };

        var list = await http.GetStringAsync("handoffs?state=waiting,accepted&limit=3");
        list.ShouldBe("""{"items":[],"next":null}""");
        (await Status(http.GetAsync("handoffs?state=open"))).ShouldBe(HttpStatusCode.BadRequest);
        (await Status(http.GetAsync($"threads/{Guid.CreateVersion7()}"))).ShouldBe(HttpStatusCode.NotFound);
        (await Status(http.GetAsync("numbers"))).ShouldBe(HttpStatusCode.NotFound);
        (await Status(http.GetAsync("handoffs/../numbers"))).ShouldBe(HttpStatusCode.NotFound);
        (await Status(http.DeleteAsync("handoffs"))).ShouldBe(HttpStatusCode.MethodNotAllowed);
        using var form = new StringContent("{}", Encoding.UTF8, "text/plain");
        (await Status(http.PostAsync($"handoffs/{Guid.CreateVersion7()}/accept", form))).ShouldBe(HttpStatusCode.UnsupportedMediaType);

        static async Task<HttpStatusCode> Status(Task<HttpResponseMessage> asked)
        {
            using var answer = await asked;
            return answer.StatusCode;
        }
    }
}
