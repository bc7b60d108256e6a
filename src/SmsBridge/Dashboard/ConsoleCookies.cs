using System.Security.Cryptography;

namespace SmsBridge.Dashboard;

/// <summary>The two cookies of the console; neither can be read by scripts or is sent along from other sites.</summary>
internal static class ConsoleCookies
{
    private const string Session = "smsbridge_console";

    /// <summary>Ties the form for signing in to the browser that asked for it.</summary>
    private const string Visitor = "smsbridge_visitor";

    public static string? SessionOf(HttpContext http) => http.Request.Cookies[Session];

    public static string? VisitorOf(HttpContext http) => http.Request.Cookies[Visitor];

    public static void Begin(HttpContext http, string session, TimeSpan lifetime)
    {
        http.Response.Cookies.Append(Session, session, Options(http, lifetime));
        http.Response.Cookies.Delete(Visitor, Options(http, null));
    }

    public static void End(HttpContext http) => http.Response.Cookies.Delete(Session, Options(http, null));

    public static string Greet(HttpContext http)
    {
        if (VisitorOf(http) is { Length: 64 } known)
        {
            return known;
        }

        var visitor = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        http.Response.Cookies.Append(Visitor, visitor, Options(http, null));
        return visitor;
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = IsSecure(http),
            Path = Links.Of(http).To(""),
            MaxAge = lifetime,
        };

    /// <summary>TLS ends at a proxy, which may say so; the browser says under which address it sends a form. Whoever lies only loses a cookie.</summary>
    private static bool IsSecure(HttpContext http) =>
        http.Request.IsHttps
        || http.Request.Headers["X-Forwarded-Proto"].ToString().StartsWith("https", StringComparison.OrdinalIgnoreCase)
        || http.Request.Headers.Origin.ToString().StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
