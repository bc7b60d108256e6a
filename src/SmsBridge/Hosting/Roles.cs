using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace SmsBridge.Hosting;

/// <summary>What a key may do; each role may do what those before it may.</summary>
internal enum Role
{
    /// <summary>Reads everything but keys and the audit log.</summary>
    Viewer,

    /// <summary>Changes everything that daily work needs: numbers, threads, handoffs, queues, failures.</summary>
    Operator,

    /// <summary>Also keys, the audit log, and erasing.</summary>
    Admin,
}

internal static class Roles
{
    public static readonly string[] Names = ["viewer", "operator", "admin"];

    public static string Name(this Role role) => Names[(int)role];

    public static Role? Parse(string? name) => Array.IndexOf(Names, name) is var at and >= 0 ? (Role)at : null;

    /// <summary>The role of an authenticated caller; null for anybody else.</summary>
    public static Role? Of(ClaimsPrincipal user) => Parse(user.FindFirstValue(ClaimTypes.Role));

    /// <summary>Asks for more than reading endpoints (viewer) and changing ones (operator) ask for by themselves.</summary>
    public static TBuilder NeedsRole<TBuilder>(this TBuilder endpoints, Role role)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new NeededRole(role));

    public static Role NeededFor(HttpContext context) =>
        NeededFor((IEnumerable<object>?)context.GetEndpoint()?.Metadata ?? [], context.Request.Method);

    /// <param name="metadata">The endpoint's.</param>
    public static Role NeededFor(IEnumerable<object> metadata, string method) =>
        metadata.OfType<NeededRole>().LastOrDefault()?.Role
        ?? (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Role.Viewer : Role.Operator);

    private sealed record NeededRole(Role Role);
}

/// <summary>The caller's role is enough for the endpoint.</summary>
internal sealed class RoleRequirement : AuthorizationHandler<RoleRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (context.Resource is HttpContext request && Roles.Of(context.User) >= Roles.NeededFor(request))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
