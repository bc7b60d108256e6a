using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Ops;
using SmsBridge.Storage;

namespace SmsBridge.Handoff;

/// <summary><c>/api/v1/handoffs</c>.</summary>
internal static class HandoffsApi
{
    private static readonly string[] States = ["waiting", "accepted", "released", "expired"];

    public static void MapHandoffs(this IEndpointRouteBuilder api)
    {
        var handoffs = api.MapGroup("/handoffs").WithTags("Handoffs");
        handoffs.MapGet("", List).WithSummary("Handoffs, newest first");
        handoffs.MapGet("/{id:guid}", Find).WithSummary("One handoff");
        handoffs.MapEventStreams();
    }

    private static async Task<Ok<Page<RawJson>>> List(
        string? state,
        string? queue,
        Guid? threadId,
        IDbContextFactory<BridgeDbContext> contexts,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        var wanted = Wanted(state);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context
            .Handoffs.AsNoTracking()
            .Where(h =>
                (wanted == null || wanted.Contains(h.State))
                && (queue == null || h.Queue == queue || (h.Queues != null && h.Queues.Contains(queue)))
                && (threadId == null || h.ThreadId == threadId)
            );
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

    /// <summary>One state, or several with commas between; null: all.</summary>
    private static string[]? Wanted(string? state)
    {
        if (string.IsNullOrEmpty(state))
        {
            return null;
        }

        var wanted = state.Split(',', StringSplitOptions.TrimEntries);
        return wanted.Except(States, StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? throw PageQuery.Bad($"state is '{unknown}'. Known states: {string.Join(", ", States)}.")
            : wanted;
    }

    /// <summary>The event's data, and what has become of it.</summary>
    private static RawJson Show(HandoffRow row)
    {
        var members = CloudEvents.Write(json =>
        {
            json.WriteString("state", row.State);
            Time(json, "pickupBy", row.PickupBy);
            Time(json, "expiredAt", row.ExpiredAt);
            Time(json, "acceptedAt", row.AcceptedAt);
            json.WriteString("acceptedBy", row.AcceptedBy);
            Time(json, "endedAt", row.EndedAt);
            json.WriteString("endReason", row.EndReason);
        });
        return new($"{members[..^1]},{row.Data.TrimStart()[1..]}");
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, time.UtcDateTime);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
