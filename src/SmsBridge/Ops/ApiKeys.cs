using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
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
    IOptions<OpsOptions> ops,
    KeyBook keys,
    SignInLimit limit
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>The name of the key in the settings; no stored one can have it.</summary>
    public const string BootstrapName = "bootstrap";

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

        wait = limit.Wait(Context.Connection.RemoteIpAddress);
        if (wait is not null)
        {
            return AuthenticateResult.Fail(TooManyTries);
        }

        var key = header["Bearer ".Length..].Trim();
        var holder = IsBootstrapKey(key) ? new KeyHolder(BootstrapName, Role.Admin) : await keys.Check(key, Context.RequestAborted);
        if (holder is not null)
        {
            return AuthenticateResult.Success(Ticket(holder));
        }

        limit.Failed(Context.Connection.RemoteIpAddress);
        return AuthenticateResult.Fail("The API key is not valid.");
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

    /// <summary>Hashes first, so that the time tells neither content nor length.</summary>
    private bool IsBootstrapKey(string key) =>
        ops.Value.BootstrapKey is { Length: > 0 } expected
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(key)),
            SHA256.HashData(Encoding.UTF8.GetBytes(expected))
        );

    private AuthenticationTicket Ticket(KeyHolder holder) =>
        new(
            new ClaimsPrincipal(
                new ClaimsIdentity([new Claim(ClaimTypes.Name, holder.Name), new Claim(ClaimTypes.Role, holder.Role.Name())], Scheme.Name)
            ),
            Scheme.Name
        );
}
