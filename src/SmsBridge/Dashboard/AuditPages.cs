using Microsoft.EntityFrameworkCore;
using SmsBridge.Hosting;
using SmsBridge.Storage;

namespace SmsBridge.Dashboard;

internal sealed record AuditModel(
    string? Subject,
    string? Actor,
    string? Action,
    IReadOnlyList<AuditEntry> Items,
    string? Next,
    bool HasBefore
);

/// <summary>An entry with its change as lines: member, before, after.</summary>
internal sealed record AuditEntry(AuditView View, IReadOnlyList<ChangeLine> Lines)
{
    public static AuditEntry Of(AuditView view) => new(view, ChangeLine.Between(view.Before, view.After));
}

/// <summary>Who changed what.</summary>
internal static class AuditPages
{
    private const string Path = "/audit";

    public static void MapAuditPages(this IEndpointRouteBuilder console) => console.MapGet(Path, List).NeedsRole(Role.Admin);

    private static async Task<IResult> List(
        HttpContext http,
        string? subject,
        string? actor,
        string? action,
        [AsParameters] PageQuery page,
        IDbContextFactory<BridgeDbContext> contexts
    )
    {
        subject = string.IsNullOrWhiteSpace(subject) ? null : Addresses.FromQuery(subject)!.Trim();
        actor = string.IsNullOrWhiteSpace(actor) ? null : actor.Trim();
        action = string.IsNullOrWhiteSpace(action) ? null : action.Trim();
        await using var context = await contexts.CreateDbContextAsync(http.RequestAborted);
        var rows = context.Audit.Where(a =>
            (subject == null || a.Subject == subject) && (actor == null || a.Actor == actor) && (action == null || a.Action == action)
        );
        var shown = await AuditApi.Show(rows, page, http.RequestAborted);
        var query = $"?subject={Escape(subject)}&actor={Escape(actor)}&action={Escape(action)}";
        return Pages.Show<AuditPage, AuditModel>(
            http,
            "Audit log",
            Path,
            new AuditModel(
                subject,
                actor,
                action,
                [.. shown.Items.Select(AuditEntry.Of)],
                shown.Next is null ? null : Links.Of(http).To($"{Path}{query}&cursor={shown.Next}"),
                page.Cursor is not null
            )
        );
    }

    private static string Escape(string? text) => Uri.EscapeDataString(text ?? "");
}
