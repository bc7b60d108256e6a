using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Numbers;
using SmsBridge.Storage;

namespace SmsBridge.Threads.Consent;

/// <summary>What an operator was told in another way than by text.</summary>
/// <param name="Number">One of ours.</param>
/// <param name="Customer">The address that the customer texts from.</param>
/// <param name="OptedOut">True: is not to be texted any more. False: may be texted again.</param>
internal sealed record ConsentRequest(string Number, string Customer, bool OptedOut);

/// <summary><c>/api/v1/consents</c>.</summary>
internal static class ConsentsApi
{
    private const string Csv = "csv";

    /// <summary>Records of the table that are read at once.</summary>
    private const int AtOnce = 1000;

    public static void MapConsents(this IEndpointRouteBuilder api)
    {
        var consents = api.MapGroup("/consents").WithTags("Consents");
        consents
            .MapGet("", List)
            .HoldsItsConnection()
            .Documented("listConsents", "Records of consent, oldest first", "With `format=csv` all of them at once, as a table.")
            .Gives(200, new Page<ConsentView>([ThreadExamples.Consent], null))
            .GivesText("text/csv", ThreadExamples.ConsentTable);
        consents
            .MapPost("", Write)
            .NotAudited("the records of consent are such a log already, with the operator's name")
            .Documented(
                "recordConsent",
                "Records what a customer said in another way than by text, and acts on it",
                "The same follows as from STOP or START, without a confirmation to the customer."
            )
            .Takes(new ConsentRequest(Story.Number, Story.Customer, OptedOut: true))
            .Refuses(TypedResults.ValidationProblem(NoNumber(Story.Number)));
    }

    private static async Task<Results<Ok<Page<ConsentView>>, PushStreamHttpResult>> List(
        [Description("Only what was said to this number.")] string? number,
        [Description("Only this customer's.")] string? customer,
        [Description("`csv`: all records as a table instead of a page."), Words(Csv)] string? format,
        IDbContextFactory<BridgeDbContext> contexts,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        (number, customer) = (Addresses.FromQuery(number), Addresses.FromQuery(customer));
        if (format == Csv)
        {
            return TypedResults.Stream(
                stream => ConsentsCsv.Write(stream, All(number, customer, contexts, cancellationToken), cancellationToken),
                "text/csv; charset=utf-8"
            );
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = After(Records(context, number, customer), TimeCursor.Parse(page.After));
        var found = await rows.Take(page.Size + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found.ConvertAll(ConsentView.Of), page.Size, e => new TimeCursor(e.At, e.Id).ToString()));
    }

    private static IQueryable<ConsentEventRow> Records(BridgeDbContext context, string? number, string? customer)
    {
        var forms = customer is null ? null : Subscriber.Forms(customer);
        return context
            .ConsentEvents.AsNoTracking()
            .Where(e => (number == null || e.Number == number) && (forms == null || forms.Contains(e.Customer)));
    }

    /// <summary>
    /// All records in the order of time, some at a time: between them, while whoever downloads takes them slowly, no connection to the database is held.
    /// </summary>
    private static async IAsyncEnumerable<ConsentEventRow> All(
        string? number,
        string? customer,
        IDbContextFactory<BridgeDbContext> contexts,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        TimeCursor? after = null;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var rows = await After(Records(context, number, customer), after).Take(AtOnce).ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < AtOnce)
            {
                yield break;
            }

            after = new TimeCursor(rows[^1].At, rows[^1].Id);
        }
    }

    private static IQueryable<ConsentEventRow> After(IQueryable<ConsentEventRow> rows, TimeCursor? after) =>
        (after is null ? rows : rows.Where(e => e.At > after.At || (e.At == after.At && e.Id.CompareTo(after.Id) > 0)))
            .OrderBy(e => e.At)
            .ThenBy(e => e.Id);

    private static async Task<Results<NoContent, ValidationProblem>> Write(
        ConsentRequest request,
        NumberBook numbers,
        OptOuts optOuts,
        ClaimsPrincipal caller,
        CancellationToken cancellationToken
    )
    {
        if (numbers.Find(request.Number) is null)
        {
            return TypedResults.ValidationProblem(NoNumber(request.Number));
        }

        if (!Addresses.IsSender(request.Customer))
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>
                {
                    ["customer"] = ["Give the address that the customer texts from, for example +14155550101."],
                }
            );
        }

        var change = new ConsentChange(request.Number, request.Customer, ConsentHow.Operator) { Actor = caller.Identity?.Name };
        if (request.OptedOut)
        {
            await optOuts.Stop(change, text: null, cancellationToken);
        }
        else
        {
            await optOuts.Start(change, text: null, cancellationToken);
        }

        return TypedResults.NoContent();
    }

    private static Dictionary<string, string[]> NoNumber(string number) =>
        new(StringComparer.Ordinal) { ["number"] = [$"The number {number} is not configured."] };
}
