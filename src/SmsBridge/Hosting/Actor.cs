using System.Security.Claims;

namespace SmsBridge.Hosting;

/// <summary>Who does something, as the audit log has it: a key's name, <c>bootstrap</c>, or <c>cli:user</c>. Endpoints take it as a parameter.</summary>
/// <param name="KeyId">Of a stored key: a name may be given again once its key is revoked.</param>
internal sealed record Actor(string Name, Guid? KeyId = null)
{
    /// <summary>Where nobody is signed in; no key can have the name.</summary>
    public const string Nobody = "nobody";

    /// <summary>The claim that has the id of the caller's key.</summary>
    public const string KeyIdClaim = ClaimTypes.NameIdentifier;

    /// <summary>Who runs a command.</summary>
    public static Actor Shell => new($"cli:{Environment.UserName}");

    public static ValueTask<Actor> BindAsync(HttpContext context) =>
        ValueTask.FromResult(
            new Actor(
                context.User.FindFirstValue(ClaimTypes.Name) ?? Nobody,
                Guid.TryParse(context.User.FindFirstValue(KeyIdClaim), out var keyId) ? keyId : null
            )
        );
}
