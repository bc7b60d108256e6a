using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace SmsBridge.Hosting;

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

    public const string TooManyTries = "Too many wrong keys came from this address.";

    public const string NoKey = "Send an API key that is valid: Authorization: Bearer KEY.";

    private TimeSpan? wait;

    public static string TooLow(Role needed, Role? given) =>
        $"This needs a key with the role {needed.Name()}; yours has the role {given?.Name()}.";

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

        if (await keys.Check(header["Bearer ".Length..].Trim(), Context.RequestAborted) is { } holder)
        {
            return AuthenticateResult.Success(holder.Ticket(Scheme.Name));
        }

        wait = limit.Failed(Context.Connection.RemoteIpAddress);
        return AuthenticateResult.Fail(wait is null ? "The API key is not valid." : TooManyTries);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (wait is { } left)
        {
            Response.Headers.RetryAfter = ((int)Math.Ceiling(left.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await TypedResults.Problem(TooManyTries, statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(Context);
            return;
        }

        Response.Headers.WWWAuthenticate = SchemeName;
        await TypedResults.Problem(NoKey, statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        await TypedResults
            .Problem(TooLow(Roles.NeededFor(Context), Roles.Of(Context.User)), statusCode: StatusCodes.Status403Forbidden)
            .ExecuteAsync(Context);
}
