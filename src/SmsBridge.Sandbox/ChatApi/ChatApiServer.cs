using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.ChatApi;

/// <summary>PolyAI's Chat API on a local socket, with scripted agents, faults on demand, and a record of all it has seen.</summary>
internal sealed class ChatApiServer : IAsyncDisposable
{
    private readonly Agents agents;
    private LocalServer? server;

    private ChatApiServer(ChatApiServerOptions options)
    {
        Options = options;
        Store = new ConversationStore(options.Time);
        Faults = new FaultPlan(options.Time, options.Seed);
        agents = new Agents(options, Store);
    }

    public ChatApiServerOptions Options { get; }

    /// <summary>The value for <c>Agents:{name}:BaseUrl</c> of the bridge.</summary>
    public Uri Url => server!.Url;

    /// <summary>Operations: create (keyed by customer), respond and close (keyed by conversation id or customer).</summary>
    public FaultPlan Faults { get; }

    public ConversationStore Store { get; }

    public Journal<ChatConversation> Creates => Store.Creates;

    public Journal<ChatTurn> Turns => Store.Turns;

    public Journal<ChatTurn> Answered => Store.Answered;

    public Journal<ChatClose> Closes => Store.Closes;

    /// <summary>The script of conversations created from now on (where the project has none of its own).</summary>
    public AgentScript Script
    {
        get => agents.Script;
        set => agents.Script = value;
    }

    public Latency Latency
    {
        get => agents.Latency;
        set => agents.Latency = value;
    }

    public static async Task<ChatApiServer> Start(ChatApiServerOptions? options = null)
    {
        var chat = new ChatApiServer(options ?? new ChatApiServerOptions());
        chat.server = await LocalServer.Start(chat.Options.Listen, chat.Map);
        return chat;
    }

    /// <summary>Ends a conversation behind the client's back; its further responds get the error of that kind.</summary>
    public void End(ChatConversation conversation, ConversationEnd how = ConversationEnd.Ended) =>
        conversation.EndAs(how, Options.Time.GetUtcNow());

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Map(WebApplication app)
    {
        var sids = new SidSource(Options.Seed);
        // Also the answers made outside the three calls carry a correlation id.
        app.Use(
            (context, next) =>
            {
                context.Response.Headers[ChatErrors.CorrelationHeader] = sids.Next("");
                return next(context);
            }
        );
        new ChatEndpoints(Options, Store, Faults, agents, sids).Map(app);
        new ConversationReads(Options, Store).Map(app);
        new ChatControl(this).Map(app);
        app.MapFallback(context => ChatErrors.Answer(context, 404, "NOT_FOUND", "No such resource"));
    }
}
