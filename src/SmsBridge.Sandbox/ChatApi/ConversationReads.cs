using System.Globalization;
using System.Text.Json;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>Reading back: the Handoff API's state and the Conversations API v3, from what was recorded.</summary>
internal sealed class ConversationReads(ChatApiServerOptions options, ConversationStore store)
{
    private static readonly Dictionary<string, string> Nothing = [];

    public void Map(WebApplication app)
    {
        app.MapGet("/v1/{account}/{project}/handoff_state", HandoffState);
        app.MapGet("/v3/{account}/{project}/conversations", List);
    }

    private async Task HandoffState(HttpContext context)
    {
        var conversation = store.Find(context.Request.Query["id"].ToString());
        if (!Authorized(context))
            await ChatErrors.InvalidToken(context);
        else if (conversation?.Project != Project(context) || conversation.Handoff is not { } data)
            await ChatErrors.NotFound(context);
        else
            await context.Response.WriteAsJsonAsync(new HandoffState(conversation.Id, data), ChatJson.Readable.HandoffState);
    }

    /// <summary>Oldest first; the cursor is the position in the log at which the next page starts.</summary>
    private async Task List(HttpContext context)
    {
        var query = context.Request.Query;
        if (!Authorized(context))
        {
            await ChatErrors.InvalidToken(context);
            return;
        }
        var limit = int.TryParse(query["limit"], out var asked) ? Math.Clamp(asked, 1, 1000) : 100;
        var position = int.TryParse(query["cursor"], out var cursor) ? cursor : 0;
        var since = Time(query["start_time"]) ?? DateTimeOffset.MinValue;
        var until = Time(query["end_time"]) ?? DateTimeOffset.MaxValue;
        var channels = query["channel"];
        var found = new List<ConversationDocument>();
        foreach (var c in store.Creates.All(position))
        {
            if (found.Count == limit)
                break;
            position++;
            var wanted = c.Project == Project(context) && c.StartedAt >= since && c.StartedAt <= until;
            wanted &= channels.Count == 0 || channels.Contains(c.Channel);
            wanted &= !bool.TryParse(query["in_progress"], out var open) || open == c.End is ConversationEnd.None;
            if (wanted)
                found.Add(Document(c));
        }
        var next = position < store.Creates.Count ? position.ToString(CultureInfo.InvariantCulture) : null;
        await context.Response.WriteAsJsonAsync(new ConversationPage(found, next), ChatJson.Readable.ConversationPage);
    }

    private static ConversationDocument Document(ChatConversation c)
    {
        var handoff = c.Handoff;
        var body = c.CreateBody;
        string? Of(string name) =>
            handoff is { ValueKind: JsonValueKind.Object } h && ChatCalls.Text(h, name) is { Length: > 0 } text ? text : null;
        return new(
            c.Id,
            c.StartedAt,
            c.Channel,
            ChatCalls.Text(body, "variant_id") is { Length: > 0 } variant ? variant : null,
            c.End is ConversationEnd.None,
            handoff is not null,
            Of("reason"),
            Of("destination"),
            Nothing,
            Nothing,
            [
                .. c.Turns.Select(t => new TurnDocument(
                    t.Message,
                    t.StartedAt,
                    t.Response,
                    t.EndedAt,
                    t.EndedAt is { } end ? (end - t.StartedAt).TotalSeconds : null,
                    null,
                    null
                )),
            ]
        );
    }

    private bool Authorized(HttpContext context) => context.Request.Headers["X-API-KEY"] == options.ApiKey;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string Project(HttpContext context) =>
        $"{context.Request.RouteValues["account"]}/{context.Request.RouteValues["project"]}";
}
