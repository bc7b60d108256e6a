using System.Security.Claims;

namespace SmsBridge.Hosting;

/// <summary>Who does something, as the audit log has it: a key's name, <c>bootstrap</c>, or <c>cli:user</c>. Endpoints take it as a parameter.</summary>
internal sealed record Actor(string Name)
{
    /// <summary>Who runs a command.</summary>
    public static Actor Shell => new($"cli:{Environment.UserName}");

    public static ValueTask<Actor> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new Actor(context.User.FindFirstValue(ClaimTypes.Name) ?? "nobody"));
}
