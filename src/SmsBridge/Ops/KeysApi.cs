using Microsoft.AspNetCore.Http.HttpResults;

namespace SmsBridge.Ops;

/// <param name="Name">For people; stands in the audit log as the actor.</param>
/// <param name="Role"><c>viewer</c>, <c>operator</c> or <c>admin</c>.</param>
/// <param name="ExpiresAt">Null: never.</param>
internal sealed record CreateKeyRequest(string Name, string Role, DateTimeOffset? ExpiresAt = null);

/// <param name="Key">Shown here and never again.</param>
internal sealed record CreateKeyResponse(string Key, Guid Id, string Name, string Role, string Prefix, DateTimeOffset? ExpiresAt);

/// <summary><c>/api/v1/keys</c>.</summary>
internal static class KeysApi
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys").NeedsRole(Role.Admin);
        keys.MapGet("", List).WithSummary("API keys, newest first; never the keys themselves");
        keys.MapPost("", Create).AuditedInStore("key.create").WithSummary("Makes a key and shows it once");
        keys.MapDelete("/{id:guid}", Revoke)
            .AuditedInStore("key.revoke")
            .WithSummary("Revokes a key; it stops working within 5 s everywhere");
    }

    private static async Task<Ok<Page<KeyView>>> List(KeyStore store, [AsParameters] PageQuery page, CancellationToken cancellationToken)
    {
        var found = await store.List(TimeCursor.Parse(page.After), page.Size + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(found, page.Size, k => new TimeCursor(k.CreatedAt, k.Id).ToString()));
    }

    private static async Task<Results<Created<CreateKeyResponse>, ValidationProblem, ProblemHttpResult>> Create(
        CreateKeyRequest request,
        KeyStore store,
        Actor actor,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (store.Check(request.Name, request.Role, request.ExpiresAt) is { Count: > 0 } errors)
        {
            return TypedResults.ValidationProblem(errors, title: "The key cannot be made.");
        }

        if (await store.Create(request.Name, request.Role, request.ExpiresAt, actor, cancellationToken) is not var (view, key))
        {
            return TypedResults.Problem(
                $"A key named '{request.Name}' is in force already. Revoke it first, or choose another name.",
                statusCode: StatusCodes.Status409Conflict
            );
        }

        response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/api/v1/keys/{view.Id}",
            new CreateKeyResponse(key, view.Id, view.Name, view.Role, view.Prefix, view.ExpiresAt)
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        Guid id,
        KeyStore store,
        Actor actor,
        CancellationToken cancellationToken
    ) =>
        await store.Revoke(id, actor, cancellationToken) is null
            ? TypedResults.Problem($"There is no key {id} in force.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.NoContent();
}
