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

    public static Task<int> Loads(IPage page) => page.EvaluateAsync<int>("Number(sessionStorage.getItem('loads'))");

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
