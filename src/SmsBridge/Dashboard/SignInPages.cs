using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SmsBridge.Hosting;

namespace SmsBridge.Dashboard;

/// <param name="Next">Where to go afterwards.</param>
/// <param name="Error">Beside the field.</param>
internal sealed record SignInModel(string? Next, string? Error);

/// <summary>Signing in with an API key, and out.</summary>
internal static class SignInPages
{
    private const string Title = "Sign in";

    /// <summary>The one form that needs no key: nobody is to hold a connection with a long one.</summary>
    private const long LargestForm = 16 * 1024;

    public static void MapSignIn(this IEndpointRouteBuilder console, IEndpointRouteBuilder forms)
    {
        console.MapGet("/sign-in", (HttpContext http, string? next) => Form(http, new SignInModel(next, null))).AllowAnonymous();
        forms
            .MapPost("/sign-in", SignIn)
            .AllowAnonymous()
            .WithMetadata(new RequestSize(LargestForm))
            .NotAudited("changes nothing; the log has who signed in, event 1300");
        forms.MapPost("/sign-out", SignOut).NeedsRole(Role.Viewer).NotAudited("ends one's own session; the log has it, event 1301");
    }

    private static async Task<IResult> SignIn(
        HttpContext http,
        KeyRing keys,
        SignInLimit limit,
        SessionStore sessions,
        IOptions<ConsoleOptions> options,
        ILogger<ConsoleSession> log
    )
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (key, next) = (form["key"].ToString().Trim(), form["next"].ToString());
        if (await keys.Check(key, http.RequestAborted) is not { } holder)
        {
            if (limit.Failed(http.Connection.RemoteIpAddress) is { } wait)
            {
                http.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds):0}";
                var text = $"This key is not valid, and too many wrong keys came from this address. Try again in {Show.Long(wait)}.";
                return Form(http, new SignInModel(next, text), StatusCodes.Status429TooManyRequests);
            }

            return Form(
                http,
                new SignInModel(next, key.Length == 0 ? "Enter an API key." : "This key is not valid: mistyped, revoked or expired."),
                StatusCodes.Status401Unauthorized
            );
        }

        if (ConsoleCookies.SessionOf(http) is { Length: > 0 and <= 128 } earlier)
        {
            // The browser forgets its cookie, and whoever has copied it is out, too.
            await sessions.End(earlier, http.RequestAborted);
        }

        ConsoleCookies.Begin(http, await sessions.Open(holder, key, http.RequestAborted), options.Value.SessionLifetime);
        log.SignedIn(holder.Name, holder.Role.Name());
        return Pages.Go(Links.Of(http).Back(next));
    }

    private static async Task<IResult> SignOut(HttpContext http, SessionStore sessions, ILogger<ConsoleSession> log)
    {
        await sessions.End(ConsoleCookies.SessionOf(http)!, http.RequestAborted);
        ConsoleCookies.End(http);
        log.SignedOut(http.User.Identity?.Name ?? "");
        return Pages.Go(Links.Of(http).To("/sign-in"), "signed-out");
    }

    private static RazorComponentResult Form(HttpContext http, SignInModel model, int status = StatusCodes.Status200OK) =>
        Pages.Show<SignInPage, SignInModel>(http, Title, "/sign-in", model, status);
}
