using System.Text.Json;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>create, respond and close.</summary>
internal sealed class ChatEndpoints(ChatApiServerOptions options, ConversationStore store, FaultPlan faults, Agents agents, SidSource sids)
{
    private CancellationToken stopping;

    public void Map(WebApplication app)
    {
        stopping = app.Lifetime.ApplicationStopping;
        const string Base = "/v1/{account}/{project}/chat/";
        app.MapPost(Base + "create", context => Call(context, Create));
        app.MapPost(Base + "respond", context => Call(context, Respond));
        app.MapPut(Base + "close", context => Call(context, Close));
    }

    /// <summary>Credentials and body, which every call shares.</summary>
    private async Task Call(HttpContext context, Func<HttpContext, byte[], JsonElement, Task> call)
    {
        var headers = context.Request.Headers;
        if (headers["X-API-KEY"] != options.ApiKey || headers["X-TOKEN"] != options.ConnectorToken)
        {
            await ChatErrors.InvalidToken(context);
            return;
        }
        if (await ChatCalls.Body(context) is not { } body)
        {
            await ChatErrors.Invalid(context, "body: must be a JSON object");
            return;
        }
        using (body.Json)
            await call(context, body.Bytes, body.Json.RootElement);
    }

    private async Task Create(HttpContext context, byte[] body, JsonElement json)
    {
        var customer =
            json.TryGetProperty("integration_attributes", out var a) && a.ValueKind is JsonValueKind.Object
                ? ChatCalls.Text(a, "customer_number")
                : "";
        var fault = await Fault(context, "create", customer);
        if (fault is { TakesEffect: false })
            return;
        if (ChatCalls.CreateProblem(json) is { } problem)
            await ChatErrors.Invalid(context, problem);
        else if (agents.ScriptOf(Project(context)) is not { } script)
            await ChatErrors.Answer(context, 404, "PROJECT_NOT_FOUND", "Project not found");
        else
        {
            var conversation = new ChatConversation(sids.Next("CONV-"), Project(context), script, body, customer, options.Time.GetUtcNow());
            store.Add(conversation);
            var answer = new CreateAnswer(conversation.Id, Placeholders.Fill(script.Greeting, conversation, "", 0));
            if (!await Ended(context, fault))
                await context.Response.WriteAsJsonAsync(answer, ChatJson.Readable.CreateAnswer);
        }
    }

    private async Task Respond(HttpContext context, byte[] body, JsonElement json)
    {
        if (await Conversation(context, json) is not { } conversation)
            return;
        var fault = await Fault(context, "respond", conversation.Id, conversation.Customer);
        if (fault is { TakesEffect: false } || await Over(context, conversation))
            return;
        var message = ChatCalls.Text(json, "message");
        var command = ChatCommands.Read(conversation, message);
        if (command is { End: not ConversationEnd.None })
        {
            conversation.EndAs(command.End, options.Time.GetUtcNow());
            await Over(context, conversation);
            return;
        }
        fault ??= command?.Fault;
        if (fault is { TakesEffect: false })
        {
            await Ended(context, fault);
            return;
        }
        var turn = new ChatTurn(conversation, message, body, options.Time.GetUtcNow(), options.Time.GetTimestamp())
        {
            Traceparent = context.Request.Headers.TraceParent,
        };
        if (await agents.Think(turn, command?.Rule, stopping) is { } answer && !await Ended(context, fault))
            await context.Response.WriteAsJsonAsync(answer, ChatJson.Readable.RespondAnswer);
    }

    private async Task Close(HttpContext context, byte[] body, JsonElement json)
    {
        if (await Conversation(context, json) is not { } conversation)
            return;
        var fault = await Fault(context, "close", conversation.Id, conversation.Customer);
        if (fault is { TakesEffect: false } || await Over(context, conversation))
            return;
        conversation.EndAs(ConversationEnd.Ended, options.Time.GetUtcNow());
        store.Closes.Add(new ChatClose(conversation, options.Time.GetUtcNow(), options.Time.GetTimestamp()));
        if (!await Ended(context, fault))
            await context.Response.WriteAsJsonAsync(new CloseAnswer(true), ChatJson.Readable.CloseAnswer);
    }

    /// <summary>The conversation of the body, in this project; otherwise null, and the error is answered.</summary>
    private async Task<ChatConversation?> Conversation(HttpContext context, JsonElement json)
    {
        if (ChatCalls.ConversationProblem(json) is { } problem)
        {
            await ChatErrors.Invalid(context, problem);
            return null;
        }
        var conversation = store.Find(ChatCalls.Text(json, "conversation_id"));
        if (conversation?.Project == Project(context))
            return conversation;
        await ChatErrors.NotFound(context);
        return null;
    }

    /// <summary>Answers for a conversation that is over, each kind in its own way.</summary>
    private static async Task<bool> Over(HttpContext context, ChatConversation conversation)
    {
        switch (conversation.End)
        {
            case ConversationEnd.Ended:
                await ChatErrors.Ended(context);
                return true;
            case ConversationEnd.TimedOut:
                await ChatErrors.TimedOut(context);
                return true;
            case ConversationEnd.Missing:
                await ChatErrors.NotFound(context);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Takes the planned fault, waits its delay, and ends the request right away when it has no effect.</summary>
    private async Task<Fault?> Fault(HttpContext context, string operation, string key, string? customer = null)
    {
        var fault = faults.Take(operation, key, customer);
        if (fault is { Delay.Ticks: > 0 })
            await Task.Delay(fault.Delay, options.Time, stopping);
        if (fault is { TakesEffect: false })
            await Ended(context, fault);
        return fault;
    }

    /// <summary>Ends the request as the fault says; false when it is to be answered in the ordinary way.</summary>
    private async Task<bool> Ended(HttpContext context, Fault? fault)
    {
        if (fault is null or { Ending: FaultEnding.Answer })
            return false;
        await fault.End(context, () => ChatErrors.Envelope(context, fault), stopping);
        return true;
    }

    private static string Project(HttpContext context) =>
        $"{context.Request.RouteValues["account"]}/{context.Request.RouteValues["project"]}";
}
