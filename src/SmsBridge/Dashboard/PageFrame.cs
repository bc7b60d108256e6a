using System.Security.Claims;
using SmsBridge.Hosting;

namespace SmsBridge.Dashboard;

/// <summary>What every page has around its own: who looks at it, and where the links lead.</summary>
/// <param name="Section">The entry of the menu that the page belongs to, as its path: <c>/numbers</c>.</param>
/// <param name="User">Null: nobody is signed in.</param>
/// <param name="Token">For forms; see <see cref="FormGuard"/>.</param>
/// <param name="IsLive">Asked for by GET: asking again shows what has changed.</param>
internal sealed record PageFrame(
    Links Links,
    string Title,
    string Section,
    string? User,
    Role? Role,
    string Token,
    string? Done,
    bool IsLive,
    DateTimeOffset Now
)
{
    public bool MayChange => Role >= Hosting.Role.Operator;

    public bool IsAdmin => Role >= Hosting.Role.Admin;

    public string To(string path) => Links.To(path);

    public static PageFrame Of(HttpContext http, string title, string section)
    {
        var signedIn = http.User.Identity?.IsAuthenticated == true;
        var cookie = (signedIn ? ConsoleCookies.SessionOf(http) : null) ?? ConsoleCookies.Greet(http);
        return new PageFrame(
            Links.Of(http),
            title,
            section,
            signedIn ? http.User.FindFirstValue(ClaimTypes.Name) : null,
            signedIn ? Roles.Of(http.User) : null,
            FormGuard.Token(cookie),
            Notes.Read(http.Request.Query["done"]),
            HttpMethods.IsGet(http.Request.Method),
            http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()
        );
    }

    /// <summary>The customer's address as this person may see it: whole for those who work on threads.</summary>
    public string Customer(string address) => MayChange ? address : Show.Masked(address);
}
