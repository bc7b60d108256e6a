using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Hosting;

namespace SmsBridge.Admin;

/// <summary>A key to be made.</summary>
/// <param name="Name">For people; stands in the audit log as the actor. Free while no key in force has it, written in whatever case.</param>
/// <param name="Role">What the key may do.</param>
/// <param name="ExpiresAt">In the future. Null: never.</param>
internal sealed record CreateKeyRequest(
    [property: RegularExpression(KeyStore.NamePattern)] string Name,
    [property: Words("viewer", "operator", "admin")] string Role,
    DateTimeOffset? ExpiresAt = null
);

/// <summary>A key that has just been made.</summary>
/// <param name="Key">Shown here and never again.</param>
/// <param name="Id">Names the key for revoking it.</param>
/// <param name="Name">As given.</param>
/// <param name="Role">As given.</param>
/// <param name="Prefix">How the key begins; names it without giving it away.</param>
/// <param name="ExpiresAt">Null: never.</param>
internal sealed record CreateKeyResponse(
    string Key,
    Guid Id,
    string Name,
    [property: Words("viewer", "operator", "admin")] string Role,
    string Prefix,
    DateTimeOffset? ExpiresAt
);

/// <summary><c>/api/v1/keys</c>.</summary>
internal static class KeysApi
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys").NeedsRole(Role.Admin);
        keys.MapGet("", List)
            .Documented("listKeys", "API keys, newest first", "Never the keys themselves; also those that were revoked.")
            .Gives(200, new Page<KeyView>([OpsExamples.Key], null));
        keys.MapPost("", Create)
            .AuditedInStore("key.create")
            .Documented(
                "createKey",
                "Makes a key and shows it once",
                "Only a salted hash is kept: a key that is lost cannot be shown again."
            )
            .Takes(OpsExamples.NewKey)
            .Gives(201, OpsExamples.MadeKey)
            .Refuses(Mistaken(NoRole), Taken(OpsExamples.NewKey.Name));
        keys.MapDelete("/{id:guid}", Revoke)
            .AuditedInStore("key.revoke")
            .Documented("revokeKey", "Revokes a key", "It stops working within 5 s everywhere.")
            .Refuses(Missing(Story.Other));
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
            return Mistaken(errors);
        }

        if (await store.Create(request.Name, request.Role, request.ExpiresAt, actor, cancellationToken) is not var (view, key))
        {
            return Taken(request.Name);
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
    ) => await store.Revoke(id, actor, cancellationToken) is null ? Missing(id) : TypedResults.NoContent();

    private static readonly Dictionary<string, string[]> NoRole = new(StringComparer.Ordinal) { ["role"] = [KeyStore.NoRole("owner")] };

    private static ValidationProblem Mistaken(Dictionary<string, string[]> errors) =>
        TypedResults.ValidationProblem(errors, title: "The key cannot be made.");

    private static ProblemHttpResult Taken(string name) =>
        TypedResults.Problem(
            $"A key named '{name}' is in force already. Revoke it first, or choose another name.",
            statusCode: StatusCodes.Status409Conflict
        );

    private static ProblemHttpResult Missing(Guid id) =>
        TypedResults.Problem($"There is no key {id} in force.", statusCode: StatusCodes.Status404NotFound);
}
