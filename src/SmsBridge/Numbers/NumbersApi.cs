using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Ops;
using SmsBridge.Storage;

namespace SmsBridge.Numbers;

/// <summary><c>/api/v1/numbers</c>.</summary>
internal static class NumbersApi
{
    public static void MapNumbers(this IEndpointRouteBuilder api)
    {
        var numbers = api.MapGroup("/numbers").WithTags("Numbers");
        numbers.MapGet("", List).WithSummary("Number documents, by number");
        numbers.MapGet("/{number}", Find).WithSummary("One number document");
        numbers.MapGet("/{number}/history", History).WithSummary("Who changed the number and how, newest first; also after it was removed");
        numbers.MapPut("/{number}", Put).AuditedInStore("number.put").WithSummary("Creates or replaces a number document");
        numbers
            .MapDelete("/{number}", Delete)
            .AuditedInStore("number.delete")
            .WithSummary("Removes a number: its texts are acknowledged and go nowhere");
    }

    private static async Task<Ok<Page<NumberDocument>>> List(
        NumberStore store,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        var found = await store.List(page.After, page.Size + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(found, page.Size, d => d.Number));
    }

    private static async Task<Results<Ok<NumberDocument>, ProblemHttpResult>> Find(
        string number,
        NumberStore store,
        CancellationToken cancellationToken
    ) => await store.Find(number, cancellationToken) is { } document ? TypedResults.Ok(document) : Missing(number);

    private static async Task<Ok<Page<AuditView>>> History(
        string number,
        IDbContextFactory<BridgeDbContext> contexts,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return TypedResults.Ok(await AuditApi.Show(context.Audit.Where(a => a.Subject == number), page, cancellationToken));
    }

    private static async Task<Results<Ok<NumberDocument>, Created<NumberDocument>, ValidationProblem>> Put(
        string number,
        NumberDocument document,
        NumberStore store,
        NumberValidator validator,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var errors = validator.Check(document);
        if (document.Number != number)
        {
            errors["number"] = [$"The document is for '{document.Number}', the path for '{number}'; they must be equal."];
        }

        if (errors.Count > 0)
        {
            return TypedResults.ValidationProblem(errors, title: "The number document has mistakes.");
        }

        return await store.Put(document, actor, cancellationToken)
            ? TypedResults.Created($"/api/v1/numbers/{Uri.EscapeDataString(number)}", document)
            : TypedResults.Ok(document);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string number,
        NumberStore store,
        Actor actor,
        CancellationToken cancellationToken
    ) => await store.Delete(number, actor, cancellationToken) ? TypedResults.NoContent() : Missing(number);

    private static ProblemHttpResult Missing(string number) =>
        TypedResults.Problem($"The number {number} is not configured.", statusCode: StatusCodes.Status404NotFound);
}
