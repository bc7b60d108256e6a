using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Numbers;
using SmsBridge.OpenApi;
using SmsBridge.Storage;

namespace SmsBridge.Ops;

/// <summary><c>/health/live</c> and <c>/health/ready</c>; they need no key.</summary>
internal static class Health
{
    private const string DatabaseAway = "The database does not answer. Check ConnectionStrings:Bridge and the server.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").OnListener(Listener.Ops).WithTags("Health").AllowAnonymous();
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
                "Until then the instance is not to get requests. Needs no key."
            )
            .Gives(200, well)
            .Refuses(Unready(DatabaseAway));
    }

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
                : !numbers.IsLoaded ? Unready("The number documents are not read yet.")
                : TypedResults.Ok(new HealthView("ok"));
        }
        catch (Exception error) when (!aborted.IsCancellationRequested && error is not OutOfMemoryException)
        {
            return Unready(DatabaseAway);
        }
    }

    private static ProblemHttpResult Unready(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}
