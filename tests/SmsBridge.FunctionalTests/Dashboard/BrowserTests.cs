using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SmsBridge.FunctionalTests.Pages;
using SmsBridge.FunctionalTests.Postgres;
using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.FunctionalTests.Dashboard;

/// <summary>The console in a real browser; its pictures are kept in <c>artifacts/screenshots</c>.</summary>
public sealed class BrowserTests(TestPostgres postgres)
{
    private static BridgeSetup Setup => new() { Script = ShopSupport.Script };

    [Fact]
    public async Task Every_page_passes_axe_light_and_dark_wide_and_narrow_and_nothing_sticks_out()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        var (thread, handoff) = await Busy(bridge);
        var page = await browser.Alone();
        await Axe(page, bridge, "/console/sign-in", "sign-in");
        await SignIn(page);
        var pages = Walk.All.Select(p =>
            (p, p.Split('/')[^1] is { Length: > 0 } and not "console" and var name ? name.Replace("%2B", "") : "overview")
        );

        foreach (
            var (path, name) in pages.Append(($"/console/threads/{thread}", "thread")).Append(($"/console/handoffs/{handoff}", "handoff"))
        )
        {
            await Axe(page, bridge, path, name);
        }

        await page.GotoAsync(Address(bridge, "/console/numbers/%2B14155550199"));
        await page.FillAsync("#f-coalesce", "long");
        await page.ClickAsync("text=Save >> nth=0");
        await Assertions.Expect(page.Locator("#f-coalesce-error")).ToBeVisibleAsync();
        await Look(page, "number-mistake");
        await Keep(page, "number-mistake");
    }

    [Fact]
    public async Task Without_scripts_all_but_live_updates_works()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres, Setup);
        var page = await browser.Alone(scripts: false);
        await page.GotoAsync(Address(bridge, "/console"));
        await SignIn(page);

        await page.ClickAsync("nav >> text=Numbers");
        await page.ClickAsync("main >> text=+14155550199");
        await page.FillAsync("#f-label", "By hand");
        await page.ClickAsync("button:has-text('Save') >> nth=0");
        await Assertions.Expect(page.Locator(".notice.good")).ToContainTextAsync("Saved");
        await page.ClickAsync("text=Remove the number …");
        await Assertions.Expect(page.Locator("button.danger")).ToBeVisibleAsync();
        await page.ClickAsync("text=Sign out");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        (await bridge.Ops.Get("/api/v1/numbers/%2B14155550199")).Json.GetProperty("label").GetString().ShouldBe("By hand");
    }

    [Fact]
    public async Task The_keyboard_alone_gets_from_signing_in_to_a_replay()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        bridge.Chat.Faults.Next(1, Fault.Http(400, "SCHEMA_VALIDATION_FAILED"), "respond", customer.Address);
        await customer.Texts("hi");
        await customer.Shows("in", "failed");
        await customer.Settles();
        var page = await browser.Alone();
        await page.GotoAsync(Address(bridge, "/console"));

        await TabTo(page, "#f-key");
        await page.Keyboard.TypeAsync(BridgeSettings.Key);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Overview");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await TabTo(page, ".troubles a[href*='failures']");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Failures");
        await TabTo(page, "td button");
        await page.Keyboard.PressAsync("Enter");

        (await customer.Receives()).ShouldBe("You said: hi");
    }

    [Fact]
    public async Task A_transcript_grows_while_one_looks_at_it_and_an_ended_session_leads_to_signing_in()
    {
        await using var browser = await Browser.Open();
        await using var bridge = await BridgeUnderTest.Start(postgres);
        var customer = bridge.Customer();
        await customer.Texts("first");
        await customer.Receives();
        await customer.Settles();
        var page = await browser.Alone();
        await page.GotoAsync(Address(bridge, $"/console/threads/{customer.ThreadId}"));
        await SignIn(page);
        await Assertions.Expect(page.Locator(".transcript li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#live-state")).ToHaveTextAsync("live");
        await page.EvaluateAsync("window.still = true");

        await customer.Texts("second");

        await Assertions.Expect(page.Locator(".transcript li")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator(".transcript li.out .badge").Last).ToHaveTextAsync("delivered");
        (await page.EvaluateAsync<bool>("window.still === true")).ShouldBeTrue("the page was not loaded again");
        await bridge.Database.Do("delete from console_sessions");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
    }

    private static string Address(BridgeUnderTest bridge, string path) => bridge.Instances[0].OpsAddress + path;

    private static async Task SignIn(IPage page)
    {
        await page.FillAsync("#f-key", BridgeSettings.Key);
        await page.ClickAsync("main button");
        await Assertions.Expect(page.Locator(".who")).ToContainTextAsync("bootstrap");
    }

    private static async Task Axe(IPage page, BridgeUnderTest bridge, string path, string name)
    {
        var errors = new List<string>();
        void Hear(object? _, IConsoleMessage said)
        {
            if (said.Type == "error")
            {
                errors.Add(said.Text);
            }
        }

        page.Console += Hear;
        (await page.GotoAsync(Address(bridge, path)))!.Status.ShouldBe(200, path);
        await Look(page, name);
        page.Console -= Hear;
        errors.ShouldBeEmpty($"{path}: the policy or a script refuses something");
        await Keep(page, name);
    }

    private static async Task Keep(IPage page, string name)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "screenshots");
        foreach (
            var (scheme, width, how) in new[]
            {
                (ColorScheme.Light, 1280, "light"),
                (ColorScheme.Dark, 1280, "dark"),
                (ColorScheme.Light, 390, "narrow"),
            }
        )
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 720);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"console-{name}-{how}.png"), FullPage = true });
        }
    }

    private static async Task Look(IPage page, string name)
    {
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 360) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, 800);
            var found = await page.RunAxe();
            found
                .Violations.Where(v => v.Impact is "serious" or "critical")
                .Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")
                .ShouldBeEmpty($"{name}, {scheme}, {width}");
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, name);
        }
    }

    private static async Task TabTo(IPage page, string selector)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector))
            {
                return;
            }
        }

        throw new InvalidOperationException($"60 tabs did not lead to {selector}.");
    }

    /// <summary>Some of everything, so that the pages have something to show.</summary>
    private static async Task<(Guid Thread, Guid Handoff)> Busy(BridgeUnderTest bridge)
    {
        foreach (var customer in Enumerable.Range(0, 6).Select(_ => bridge.Customer()).ToList())
        {
            await customer.Texts("What is your return policy?");
            await customer.Receives();
        }

        var person = bridge.Customer();
        await person.Texts("What is your return policy?");
        await person.Receives();
        await person.Texts("I want to talk to a human");
        await person.Settles();
        var refused = bridge.Customer();
        bridge.Chat.Faults.Next(1, Fault.Http(400, "SCHEMA_VALIDATION_FAILED"), "respond", refused.Address);
        await refused.Texts("hi");
        await refused.Settles();
        await Roles.Key(bridge, "night shift", "operator");
        await bridge.Ops.Configure(BridgeSetup.Document(change: d => (d["label"], d["variantId"]) = ("US support", "VARIANT-12345678")));
        await bridge.Database.Do("insert into queue_stops (queue, reason) values ('desk', 'the receiver answered 410')");
        return (person.ThreadId, await bridge.Database.One<Guid>("select id from handoffs limit 1"));
    }
}
