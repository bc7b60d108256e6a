using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Numbers;

/// <summary><c>/api/v1/numbers</c>.</summary>
internal static class NumbersApi
{
    public static void MapNumbers(this IEndpointRouteBuilder api)
    {
        var numbers = api.MapGroup("/numbers").WithTags("Numbers");
        numbers
            .MapGet("", List)
            .Documented("listNumbers", "Number documents, by number", "One page of all numbers that are configured.")
            .Gives(200, new Page<NumberDocument>([NumberExamples.Usual], null));
        numbers
            .MapGet("/{number}", Find)
            .Documented("getNumber", "One number document", "With the defaults of members that were left out.")
            .Gives(200, NumberExamples.Usual)
            .Refuses(Missing(Story.Number));
        numbers
            .MapGet("/{number}/history", History)
            .Documented(
                "getNumberHistory",
                "Who changed the number and how, newest first",
                "The part of the audit log that is about the number; also after it was removed. Empty for one that never was."
            )
            .Gives(200, new Page<AuditView>([AuditExamples.Renamed], null));
        numbers
            .MapPut("/{number}", Put)
            .AuditedInStore("number.put")
            .Documented(
                "putNumber",
                "Creates or replaces a number document",
                "The number in the body must equal the path's. Every mistake is named under its member, and nothing is stored then."
            )
            .Takes(NumberExamples.Usual)
            .Gives(200, NumberExamples.Usual)
            .Gives(201, NumberExamples.Usual)
            .Refuses(Mistaken(NumberExamples.Mistakes, hasMore: false));
        numbers
            .MapDelete("/{number}", Delete)
            .AuditedInStore("number.delete")
            .Documented("deleteNumber", "Removes a number", "Its texts are acknowledged and go nowhere from then on. Threads stay.")
            .Refuses(Missing(Story.Number));
    }

    private static async Task<Ok<Page<NumberDocument>>> List(
        NumberStore store,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await store.Page(page, cancellationToken));

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
        NumberBody body,
        NumberStore store,
        NumberReader reader,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var mistakes = new NumberMistakes();
        var document = reader.Read(body.Node, number, wordsAreText: false, mistakes);
        var errors = mistakes.Found.ToDictionary(m => m.Member ?? "document", m => new[] { m.What }, StringComparer.Ordinal);
        if (!errors.ContainsKey("number") && body.Number is { } named && named != number)
        {
            errors["number"] = [$"The document is for '{Excerpt.Of(named)}', the path for '{number}'; they must be equal."];
        }

        if (document is null || errors.Count > 0)
        {
            return Mistaken(errors, mistakes.HasMore);
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

    private static ValidationProblem Mistaken(Dictionary<string, string[]> errors, bool hasMore) =>
        TypedResults.ValidationProblem(errors, detail: hasMore ? NumberMistakes.AndMore : null, title: "The number document has mistakes.");

    private static ProblemHttpResult Missing(string number) =>
        TypedResults.Problem($"The number {number} is not configured.", statusCode: StatusCodes.Status404NotFound);
}
