using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.ChatApi;

internal sealed record ConversationView(
    string Id,
    string Project,
    string Customer,
    DateTimeOffset StartedAt,
    string End,
    int MostAtOnce,
    JsonElement CreateBody,
    IReadOnlyList<TurnView> Turns
);

/// <param name="EndTimestamp">0: not answered.</param>
internal sealed record TurnView(
    string ConversationId,
    string Message,
    string? Response,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long StartTimestamp,
    long EndTimestamp,
    JsonElement? Handoff,
    bool EndsConversation,
    JsonElement Body
);

internal sealed record CloseView(string ConversationId, string Customer, DateTimeOffset At);

internal sealed record ChatCounts(int Creates, int Turns, int Answered, int Closes, int Faulted);

internal sealed record LatencyOrder(double MedianSeconds, double P99Seconds);

/// <summary><c>/sandbox/…</c> on the Chat API server: for tests in other processes and for people.</summary>
internal sealed class ChatControl(ChatApiServer chat)
{
    public void Map(WebApplication app)
    {
        FaultControl.Map(app, chat.Faults);
        var json = ChatControlJson.Default;
        app.MapGet("/sandbox/counts", context => context.Response.WriteAsJsonAsync(Counts(), json.ChatCounts));
        app.MapGet(
            "/sandbox/creates",
            c => c.Response.WriteAsJsonAsync([.. Page(c, chat.Creates).Select(View)], json.IReadOnlyListConversationView)
        );
        app.MapGet(
            "/sandbox/responds",
            c => c.Response.WriteAsJsonAsync([.. Page(c, chat.Turns).Select(View)], json.IReadOnlyListTurnView)
        );
        app.MapGet(
            "/sandbox/closes",
            c => c.Response.WriteAsJsonAsync([.. Page(c, chat.Closes).Select(View)], json.IReadOnlyListCloseView)
        );
        app.MapPut("/sandbox/script", context => ControlJson.Read(context, json.AgentScript, script => Use(context, script)));
        app.MapPut("/sandbox/latency", context => ControlJson.Read(context, json.LatencyOrder, order => Use(context, order)));
    }

    /// <summary><c>?customer=</c> for one customer, else <c>?from=index&amp;limit=</c>.</summary>
    private static IReadOnlyList<T> Page<T>(HttpContext context, Journal<T> journal)
        where T : class
    {
        var customer = context.Request.Query["customer"].ToString();
        return customer.Length > 0
            ? journal.Of(customer)
            : journal.All(ControlJson.Number(context, "from", 0), ControlJson.Number(context, "limit", 1000));
    }

    private ChatCounts Counts() =>
        new(chat.Creates.Count, chat.Turns.Count, chat.Answered.Count, chat.Closes.Count, chat.Faults.Applied.Count);

    private Task Use(HttpContext context, AgentScript script)
    {
        chat.Script = script;
        return ControlJson.Done(context);
    }

    private Task Use(HttpContext context, LatencyOrder order)
    {
        chat.Latency = new Latency(TimeSpan.FromSeconds(order.MedianSeconds), TimeSpan.FromSeconds(order.P99Seconds));
        return ControlJson.Done(context);
    }

    private static ConversationView View(ChatConversation c) =>
        new(c.Id, c.Project, c.Customer, c.StartedAt, c.End.ToString(), c.MostAtOnce, c.CreateBody, [.. c.Turns.Select(View)]);

    private static TurnView View(ChatTurn t) =>
        new(
            t.Conversation.Id,
            t.Message,
            t.Response,
            t.StartedAt,
            t.EndedAt,
            t.StartTimestamp,
            t.EndTimestamp,
            t.Handoff,
            t.EndsConversation,
            t.Body
        );

    private static CloseView View(ChatClose c) => new(c.Conversation.Id, c.Conversation.Customer, c.At);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AgentScript))]
[JsonSerializable(typeof(ChatCounts))]
[JsonSerializable(typeof(IReadOnlyList<ConversationView>))]
[JsonSerializable(typeof(IReadOnlyList<TurnView>))]
[JsonSerializable(typeof(IReadOnlyList<CloseView>))]
[JsonSerializable(typeof(LatencyOrder))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ChatControlJson : JsonSerializerContext;
