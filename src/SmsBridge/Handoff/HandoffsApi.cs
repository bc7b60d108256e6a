using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Ops;
using SmsBridge.Storage;

namespace SmsBridge.Handoff;

/// <summary><c>/api/v1/handoffs</c>.</summary>
internal static class HandoffsApi
{
    public static void MapHandoffs(this IEndpointRouteBuilder api)
    {
        var handoffs = api.MapGroup("/handoffs").WithTags("Handoffs");
        handoffs.MapGet("", List).WithSummary("Handoffs, newest first");
        handoffs.MapGet("/{id:guid}", Find).WithSummary("One handoff");
    }

    private static async Task<Ok<Page<RawJson>>> List(
        string? state,
        IDbContextFactory<BridgeDbContext> contexts,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Handoffs.AsNoTracking().Where(h => state == null || h.State == state);
        if (TimeCursor.Parse(page.After) is { } after)
        {
            rows = rows.Where(h => h.RequestedAt < after.At || (h.RequestedAt == after.At && h.Id.CompareTo(after.Id) < 0));
        }

        var found = await rows.OrderByDescending(h => h.RequestedAt)
            .ThenByDescending(h => h.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var shown = Page.Of(found, page.Size, h => new TimeCursor(h.RequestedAt, h.Id).ToString());
        return TypedResults.Ok(new Page<RawJson>(shown.Items.Select(Show).ToList(), shown.Next));
    }

    private static async Task<Results<Ok<RawJson>, ProblemHttpResult>> Find(
        Guid id,
        IDbContextFactory<BridgeDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Handoffs.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, cancellationToken);
        return row is null
            ? TypedResults.Problem($"There is no handoff {id}.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.Ok(Show(row));
    }

    /// <summary>The event's data, and what has become of it.</summary>
    private static RawJson Show(HandoffRow row)
    {
        var members = CloudEvents.Write(json =>
        {
            json.WriteString("state", row.State);
            if (row.EndedAt is { } ended)
            {
                json.WriteString("endedAt", ended.UtcDateTime);
                json.WriteString("endReason", row.EndReason);
            }
        });
        return new($"{members[..^1]},{row.Data.TrimStart()[1..]}");
    }
}
