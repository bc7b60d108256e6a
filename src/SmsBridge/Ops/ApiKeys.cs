using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace SmsBridge.Ops;

/// <summary>Admits callers of the API by <c>Authorization: Bearer KEY</c>.</summary>
internal sealed class ApiKeys(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    KeyRing keys,
    SignInLimit limit
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    private TimeSpan? wait;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Elsewhere a key means nothing, and nobody is to try keys there.
        var header = Request.Headers.Authorization.ToString();
        if (
            Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null
            || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        )
        {
            return AuthenticateResult.NoResult();
        }

        wait = limit.Wait(Context.Connection.RemoteIpAddress);
        if (wait is not null)
        {
            return AuthenticateResult.Fail("Too many wrong keys came from this address.");
        }

        if (await keys.Check(header["Bearer ".Length..].Trim(), Context.RequestAborted) is { } holder)
        {
            return AuthenticateResult.Success(holder.Ticket(Scheme.Name));
        }

        limit.Failed(Context.Connection.RemoteIpAddress);
        return AuthenticateResult.Fail("The API key is not valid.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (wait is { } left)
        {
            Response.Headers.RetryAfter = ((int)Math.Ceiling(left.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await TypedResults
                .Problem("Too many wrong keys came from this address.", statusCode: StatusCodes.Status429TooManyRequests)
                .ExecuteAsync(Context);
            return;
        }

        Response.Headers.WWWAuthenticate = SchemeName;
        await TypedResults
            .Problem("Send an API key that is valid: Authorization: Bearer KEY.", statusCode: StatusCodes.Status401Unauthorized)
            .ExecuteAsync(Context);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        await TypedResults
            .Problem(
                $"This needs a key with the role {Roles.NeededFor(Context).Name()}; yours has the role {Roles.Of(Context.User)?.Name()}.",
                statusCode: StatusCodes.Status403Forbidden
            )
            .ExecuteAsync(Context);
}
