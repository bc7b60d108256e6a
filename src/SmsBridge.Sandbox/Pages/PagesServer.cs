using SmsBridge.Sandbox.ChatApi;
using SmsBridge.Sandbox.Twilio;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Pages;

/// <summary>The phone page (<c>/</c>), on which a person texts a number, and the desk page (<c>/desk</c>), on which people answer.</summary>
internal sealed class PagesServer : IAsyncDisposable
{
    private readonly PhoneApi phone;
    private readonly DeskApi desk;
    private LocalServer? server;

    private PagesServer(PagesServerOptions options, TwilioServer twilio, ChatApiServer? chat)
    {
        phone = new PhoneApi(options, twilio, chat);
        desk = new DeskApi(options);
    }

    public Uri Url => server!.Url;

    /// <param name="chat">Null when the agents are not the sandbox's: the page then offers no agent commands.</param>
    public static async Task<PagesServer> Start(PagesServerOptions options, TwilioServer twilio, ChatApiServer? chat)
    {
        var pages = new PagesServer(options, twilio, chat);
        pages.server = await LocalServer.Start(options.Listen, pages.Map);
        return pages;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        desk.Dispose();
    }

    private void Map(WebApplication app)
    {
        app.Use(PageFiles.Guard);
        PageFiles.Map(app);
        phone.Map(app);
        desk.Map(app);
    }
}
