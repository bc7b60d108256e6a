using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace SmsBridge.Hosting;

/// <summary>Problems that follow from what an operation is, so that none has to name them: keys, roles, bodies, parameters, the database.</summary>
internal static class CommonProblems
{
    public static IEnumerable<ProblemDetails> Of(OpenApiOperation operation, Role? role)
    {
        if (operation.Parameters?.Any(p => p.Name == "limit") == true)
        {
            yield return Problem(StatusCodes.Status400BadRequest, PageQuery.BadLimit(900).Message);
        }

        if (operation.RequestBody is not null)
        {
            yield return Problem(StatusCodes.Status400BadRequest, "The member 'colour' is not known.");
            yield return Problem(StatusCodes.Status413PayloadTooLarge, null);
            yield return Problem(StatusCodes.Status415UnsupportedMediaType, "Expected a supported JSON media type but got \"text/plain\".");
        }

        if (role is null)
        {
            yield break;
        }

        yield return Problem(StatusCodes.Status400BadRequest, QueryParameters.Unknown("colour", []));
        yield return Problem(StatusCodes.Status401Unauthorized, ApiKeys.NoKey);
        if (role > Role.Viewer)
        {
            yield return Problem(StatusCodes.Status403Forbidden, ApiKeys.TooLow(role.Value, Role.Viewer));
        }

        yield return Problem(StatusCodes.Status429TooManyRequests, ApiKeys.TooManyTries);
        yield return Problem(StatusCodes.Status500InternalServerError, Problems.Fault);
        yield return Problem(StatusCodes.Status503ServiceUnavailable, Problems.NoDatabase);
    }

    private static ProblemDetails Problem(int status, string? detail) => TypedResults.Problem(detail, statusCode: status).ProblemDetails;
}
