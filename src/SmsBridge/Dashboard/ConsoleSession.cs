using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Dashboard;

/// <summary>Admits who has signed in to the console. The API does not take the cookie, nor the console a key in a header.</summary>
internal sealed class ConsoleSession(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    SessionStore sessions
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Console";

    /// <summary>Sent by the script that keeps a page fresh.</summary>
    public const string LiveHeader = "X-Console-Live";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        ConsoleCookies.SessionOf(Context) is not { Length: > 0 and <= 128 } word ? AuthenticateResult.NoResult()
        : await sessions.Find(word, Context.RequestAborted) is { } holder ? AuthenticateResult.Success(holder.Ticket(Scheme.Name))
        : AuthenticateResult.Fail("The session is over.");

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Request.Headers.ContainsKey(LiveHeader))
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        var links = Links.Of(Context);
        var wanted = HttpMethods.IsGet(Request.Method) ? links.Prefix + Request.Path + Request.QueryString : null;
        Response.StatusCode = StatusCodes.Status303SeeOther;
        Response.Headers.Location =
            links.To("/sign-in") + (wanted is null || wanted == links.To("") ? "" : $"?next={Uri.EscapeDataString(wanted)}");
        return Task.CompletedTask;
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        await Pages
            .Message(
                Context,
                StatusCodes.Status403Forbidden,
                "Not with this key",
                $"This needs a key with the role {Roles.NeededFor(Context).Name()}; yours has the role {Roles.Of(Context.User)?.Name()}."
            )
            .ExecuteAsync(Context);
}
