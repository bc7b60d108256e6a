using Microsoft.Playwright;

namespace SmsBridge.FunctionalTests.Pages;

/// <summary>An installed Chromium, driven for real; without one the tests are skipped.</summary>
internal sealed class Browser(IPlaywright playwright, IBrowser browser) : IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    public static async Task<Browser> Open()
    {
        var program = Array.Find(Programs, File.Exists);
        Assert.SkipWhen(program is null, "no Chromium is installed; on Debian: apt-get install -y chromium");
        // As patient as Eventually: a busy machine must not fail a test.
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments });
        return new Browser(playwright, browser);
    }

    /// <summary>A page that counts how often it was loaded; see <see cref="Loads"/>.</summary>
    public async Task<IPage> Visit(Uri address)
    {
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        await page.AddInitScriptAsync("sessionStorage.setItem('loads', 1 + Number(sessionStorage.getItem('loads')))");
        await page.GotoAsync(address.ToString());
        return page;
    }

    /// <summary>A page of a browser of its own: other cookies, and scripts only where they are wanted.</summary>
    public async Task<IPage> Alone(bool scripts = true)
    {
        var context = await browser.NewContextAsync(new() { JavaScriptEnabled = scripts });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        return page;
    }

    /// <summary>Keeps how the page looks, light, dark and on a phone's width, in <c>artifacts/screenshots</c>.</summary>
    public static async Task Picture(IPage page, string name)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "screenshots");
        await Take(ColorScheme.Light, 1280, "light");
        await Take(ColorScheme.Dark, 1280, "dark");
        await Take(ColorScheme.Light, 390, "narrow");
        await page.SetViewportSizeAsync(1280, 720);

        async Task Take(ColorScheme scheme, int width, string how)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 720);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{how}.png") });
        }
    }

    public static Task<int> Loads(IPage page) => page.EvaluateAsync<int>("Number(sessionStorage.getItem('loads'))");

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
