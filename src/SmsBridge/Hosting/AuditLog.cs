using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmsBridge.Storage;

namespace SmsBridge.Hosting;

/// <summary>
/// The append-only log of who changed what. Before and after are JSON; they hold no secrets, no texts, and customers' numbers only masked.
/// </summary>
internal sealed class AuditLog(IDbContextFactory<BridgeDbContext> contexts)
{
    /// <summary>For changes that go through EF Core: the entry is part of their transaction.</summary>
    public static void Add(BridgeDbContext context, Actor actor, string action, string subject, string? before, string? after) =>
        context.Audit.Add(
            new AuditRow
            {
                Id = Guid.CreateVersion7(),
                Actor = actor.Name,
                KeyId = actor.KeyId,
                Action = action,
                Subject = subject,
                Before = before,
                After = after,
            }
        );

    /// <summary>For changes that have been made elsewhere.</summary>
    public async Task Write(Actor actor, string action, string subject, object? before, object? after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        Add(context, actor, action, subject, Json(before), Json(after));
        await context.SaveChangesAsync(cancellationToken);
    }

    public static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value, Shape);

    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { Converters = { new UtcConverter() } };
}
