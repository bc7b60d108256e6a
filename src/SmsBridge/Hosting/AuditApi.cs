using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Storage;

namespace SmsBridge.Hosting;

/// <summary>Who changed what.</summary>
/// <param name="Id">Of the entry.</param>
/// <param name="At">When.</param>
/// <param name="Actor">A key's name, at the API or in the console; <c>bootstrap</c>; <c>cli:user</c>.</param>
/// <param name="KeyId">Of the actor's key, whose name may have been given again since; null: no stored key, or an old entry.</param>
/// <param name="Action">What was done, for example <c>number.put</c> or <c>thread.close</c>.</param>
/// <param name="Subject">The number, or the id of what was changed.</param>
/// <param name="Before">Null: it did not exist.</param>
/// <param name="After">Null: it is gone.</param>
internal sealed record AuditView(
    Guid Id,
    DateTimeOffset At,
    string Actor,
    Guid? KeyId,
    string Action,
    string Subject,
    JsonElement? Before,
    JsonElement? After
)
{
    public static AuditView Of(AuditRow row) =>
        new(row.Id, row.At, row.Actor, row.KeyId, row.Action, row.Subject, Parse(row.Before), Parse(row.After));

    private static JsonElement? Parse(string? json) => json is null ? null : JsonElement.Parse(json);
}

/// <summary><c>/api/v1/audit</c>: who changed what, newest first.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", List)
            .WithTags("Audit")
            .NeedsRole(Role.Admin)
            .Documented("listAudit", "Who changed what, newest first", "Append-only. Holds no secrets and no texts.")
            .Gives(200, new Page<AuditView>([AuditExamples.Renamed], null));

    private static async Task<Ok<Page<AuditView>>> List(
        [Description("Only what was done to this number, or to the thing with this id.")] string? subject,
        [Description("Only what this key did; `bootstrap` and `cli:user` are no keys but can be asked for too.")] string? actor,
        [Description("Only this action, for example `number.put`.")] string? action,
        IDbContextFactory<BridgeDbContext> contexts,
        [AsParameters] PageQuery page,
        CancellationToken cancellationToken
    )
    {
        subject = Addresses.FromQuery(subject);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Audit.Where(a =>
            (subject == null || a.Subject == subject) && (actor == null || a.Actor == actor) && (action == null || a.Action == action)
        );
        return TypedResults.Ok(await Show(rows, page, cancellationToken));
    }

    /// <summary>One page, newest first.</summary>
    public static async Task<Page<AuditView>> Show(IQueryable<AuditRow> rows, PageQuery page, CancellationToken cancellationToken)
    {
        if (TimeCursor.Parse(page.After) is { } after)
        {
            rows = rows.Where(a => a.At < after.At || (a.At == after.At && a.Id.CompareTo(after.Id) < 0));
        }

        var shown = await Page.Read(
            rows.AsNoTracking().OrderByDescending(a => a.At).ThenByDescending(a => a.Id),
            page.Size,
            a => (a.Before?.Length ?? 0) + (a.After?.Length ?? 0),
            a => new TimeCursor(a.At, a.Id).ToString(),
            cancellationToken
        );
        return shown.Select(AuditView.Of);
    }
}
