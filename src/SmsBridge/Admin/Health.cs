using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Inbound;
using SmsBridge.Numbers;
using SmsBridge.Observability;
using SmsBridge.Storage;

namespace SmsBridge.Admin;

/// <summary><c>/health/live</c>, <c>/health/ready</c> and <c>/health/accepting</c>; they need no key.</summary>
internal static class Health
{
    private const string NotRead = "The number documents are not read yet.";

    private const string DatabaseAway = "The database does not answer. Check ConnectionStrings:Bridge and the server.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health")
            .OnListener(Listener.Ops)
            .WithTags("Health")
            .WithMetadata(new Untraced(), new AlwaysAnswered())
            .AllowAnonymous()
            .DisableRateLimiting();
        var well = new HealthView("ok");
        health
            .MapGet("/live", () => TypedResults.Ok(well))
            .Documented("getLiveness", "The process runs", "Asks nothing else of anybody. Needs no key.")
            .Gives(200, well);
        health
            .MapGet("/ready", Ready)
            .Documented(
                "getReadiness",
                "The database answers and has every migration",
                "While it is away, webhooks go to the spool: send those by `/health/accepting`. Needs no key."
            )
            .Gives(200, well)
            .Refuses(Unready(DatabaseAway));
        health
            .MapGet("/accepting", Accepting)
            .Documented(
                "getAcceptance",
                "A webhook that comes now would be stored, in the database or in the spool",
                "What a load balancer of webhooks goes by. Needs no key."
            )
            .Gives(200, well)
            .Refuses(Unready(NotRead));
    }

    /// <summary>
    /// For whoever distributes webhooks. An instance whose database is away is not ready and yet the only place where texts are safe: taken out of
    /// its balancer with all others, it could spool none.
    /// </summary>
    private static Results<Ok<HealthView>, ProblemHttpResult> Accepting(NumberBook numbers, SpoolLog spool) =>
        !numbers.IsLoaded ? Unready(NotRead)
        : spool.IsFull ? Unready("The spool is full. Bring the database back, or raise Spool:MaxMegabytes.")
        : TypedResults.Ok(new HealthView("ok"));

    private static async Task<Results<Ok<HealthView>, ProblemHttpResult>> Ready(
        IDbContextFactory<BridgeDbContext> contexts,
        NumberBook numbers,
        TimeProvider time,
        CancellationToken aborted
    )
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(either.Token);
            var missing = (await context.Database.GetPendingMigrationsAsync(either.Token)).ToList();
            return missing.Count > 0 ? Unready($"Migrations are missing: {string.Join(", ", missing)}. Run: smsbridge migrate")
                : !numbers.IsLoaded ? Unready(NotRead)
                : TypedResults.Ok(new HealthView("ok"));
        }
        catch (Exception error) when (!aborted.IsCancellationRequested && error is not OutOfMemoryException)
        {
            return Unready(DatabaseAway);
        }
    }

    private static ProblemHttpResult Unready(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <summary>All is well.</summary>
/// <param name="Status">Always `ok`; else there is a problem instead.</param>
internal sealed record HealthView([property: Words("ok")] string Status);
