using Microsoft.AspNetCore.Http.HttpResults;
using SmsBridge.Ops;

namespace SmsBridge.Numbers;

/// <summary><c>/api/v1/numbers</c>.</summary>
internal static class NumbersApi
{
    public static void MapNumbers(this IEndpointRouteBuilder api)
    {
        var numbers = api.MapGroup("/numbers").WithTags("Numbers");
        numbers.MapGet("", List).WithSummary("Number documents, by number");
        numbers.MapGet("/{number}", Find).WithSummary("One number document");
        numbers.MapPut("/{number}", Put).WithSummary("Creates or replaces a number document");
        numbers.MapDelete("/{number}", Delete).WithSummary("Removes a number: its texts are acknowledged and go nowhere");
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

    private static async Task<Results<Ok<NumberDocument>, Created<NumberDocument>, ValidationProblem>> Put(
        string number,
        NumberDocument document,
        NumberStore store,
        NumberValidator validator,
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

        return await store.Put(document, cancellationToken)
            ? TypedResults.Created($"/api/v1/numbers/{Uri.EscapeDataString(number)}", document)
            : TypedResults.Ok(document);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string number,
        NumberStore store,
        CancellationToken cancellationToken
    ) => await store.Delete(number, cancellationToken) ? TypedResults.NoContent() : Missing(number);

    private static ProblemHttpResult Missing(string number) =>
        TypedResults.Problem($"The number {number} is not configured.", statusCode: StatusCodes.Status404NotFound);
}
