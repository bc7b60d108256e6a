using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Dashboard;

/// <summary>A handoff in a list.</summary>
internal sealed record HandoffItem(HandoffRow Row, string Customer, string Number, string? Reason, string? Destination);

internal sealed record HandoffsModel(string? State, IReadOnlyList<HandoffItem> Items, string? Next, bool HasBefore);

/// <param name="Event">Its data, as the desk got it.</param>
/// <param name="Deliveries">What became of its events, by queue.</param>
internal sealed record HandoffModel(HandoffItem Item, string Event, IReadOnlyList<HandoffDeliveryRow> Deliveries);

/// <summary>Customers that wait for people, or are with them.</summary>
internal static class HandoffPages
{
    private const string Path = "/handoffs";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void MapHandoffPages(this IEndpointRouteBuilder console)
    {
        console.MapGet(Path, List);
        console.MapGet($"{Path}/{{id:guid}}", Find);
    }

    private static async Task<IResult> List(
        HttpContext http,
        string? state,
        [AsParameters] PageQuery page,
        IDbContextFactory<BridgeDbContext> contexts
    )
    {
        state = string.IsNullOrEmpty(state) ? null : state;
        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        var rows = context.Handoffs.AsNoTracking().Where(h => state == null || h.State == state);
        if (TimeCursor.Parse(page.After) is { } after)
        {
            rows = rows.Where(h => h.RequestedAt < after.At || (h.RequestedAt == after.At && h.Id.CompareTo(after.Id) < 0));
        }

        var shown = await Page.Read(
            rows.OrderByDescending(h => h.RequestedAt).ThenByDescending(h => h.Id),
            page.Size,
            h => h.Data.Length,
            h => new TimeCursor(h.RequestedAt, h.Id).ToString(),
            http.RequestAborted
        );
        var next = shown.Next is null ? null : Links.Of(http).To($"{Path}?state={Uri.EscapeDataString(state ?? "")}&cursor={shown.Next}");
        return Pages.Show<HandoffsPage, HandoffsModel>(
            http,
            "Handoffs",
            Path,
            new HandoffsModel(state, [.. shown.Items.Select(Item)], next, page.Cursor is not null)
        );
    }

    private static async Task<IResult> Find(HttpContext http, Guid id, IDbContextFactory<BridgeDbContext> contexts)
    {
        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        if (await context.Handoffs.AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, http.RequestAborted) is not { } row)
        {
            return Pages.Missing(http, $"There is no handoff {id}.");
        }

        var deliveries = await context
            .OutboxDeliveries.AsNoTracking()
            .Where(d =>
                d.ThreadId == row.ThreadId
                && context.HandoffEvents.Any(e => e.Id == d.EventId && e.ThreadId == d.ThreadId && e.HandoffId == id)
            )
            .OrderBy(d => d.Seq)
            .ToListAsync(http.RequestAborted);
        using var data = JsonDocument.Parse(row.Data);
        var model = new HandoffModel(Item(row), JsonSerializer.Serialize(data.RootElement, Readable), deliveries);
        return Pages.Show<HandoffPage, HandoffModel>(http, "Handoff", Path, model);
    }

    private static HandoffItem Item(HandoffRow row)
    {
        using var data = JsonDocument.Parse(row.Data);
        return new HandoffItem(row, Text("customer") ?? "", Text("number") ?? "", Text("reason"), Text("destination"));

        string? Text(string member) =>
            data.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
