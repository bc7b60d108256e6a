using System.Security.Cryptography;
using System.Text;
using SmsBridge.Hosting;

namespace SmsBridge.Dashboard;

/// <summary>
/// Takes forms only from pages of ours. The token in a page is computed from the browser's cookie, which no other site can read; so nothing
/// has to be stored, and any instance can check it.
/// </summary>
internal static class FormGuard
{
    public const string Field = "form_token";

    public static string Token(string cookie) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(cookie), "smsbridge console form"u8));

    public static async ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return await IsOurs(http)
            ? await next(context)
            : Pages.Message(
                http,
                StatusCodes.Status400BadRequest,
                "Nothing was changed",
                "The form was too old, or did not come from this console. Go back, reload the page and send it again."
            );
    }

    private static async Task<bool> IsOurs(HttpContext http)
    {
        var from = http.Request.Headers["Sec-Fetch-Site"].ToString();
        if (!http.Request.HasFormContentType || from is not ("" or "same-origin"))
        {
            return false;
        }

        var cookie = http.User.Identity?.IsAuthenticated == true ? ConsoleCookies.SessionOf(http) : ConsoleCookies.VisitorOf(http);
        var sent = (await RequestWords.ReadForm(http.Request, http.RequestAborted))[Field].ToString();
        return cookie is { Length: > 0 }
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(Token(cookie)));
    }
}
