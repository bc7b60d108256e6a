using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>
/// Twilio on a local socket: the Messages and IncomingPhoneNumbers resources, signed inbound webhooks and status callbacks, and faults on
/// demand. What it sees is recorded and can be awaited.
/// </summary>
internal sealed class TwilioServer : IAsyncDisposable
{
    private readonly NumberDirectory numbers;
    private readonly WebhookClient webhooks;
    private readonly InboundTexts inbound;
    private LocalServer? server;

    private TwilioServer(TwilioServerOptions options)
    {
        var sids = new SidSource(options.Seed);
        Options = options;
        Store = new MessageStore(options.Time);
        Faults = new FaultPlan(options.Time, options.Seed);
        numbers = new NumberDirectory(options.Accounts, sids);
        webhooks = new WebhookClient(options.Time, sids, options.Concurrency);
        Media = new MediaFiles(sids);
        inbound = new InboundTexts(Store, numbers, OptOuts, webhooks, sids, Media, () => Url, options.Time);
        Callbacks = new StatusCallbacks(Store, numbers, webhooks, options.Time, options.Seed) { Plan = options.Callbacks };
        Messages = new MessagesApi(Store, numbers, OptOuts, Callbacks, Faults, sids, options.Time);
    }

    public TwilioServerOptions Options { get; }

    /// <summary>The value for the bridge's <c>Twilio:ApiUrl</c>.</summary>
    public Uri Url => server!.Url;

    /// <summary>Operations: create (keyed by To), list (keyed by the To filter), fetch, update, delete, media (keyed by SID), account, numbers.</summary>
    public FaultPlan Faults { get; }

    public StatusCallbacks Callbacks { get; }

    public MessageStore Store { get; }

    public OptOuts OptOuts { get; } = new();

    /// <summary>Files of inbound messages, and who asked for them.</summary>
    public MediaFiles Media { get; }

    /// <summary>Every message created through the REST API, in order, by customer.</summary>
    public Journal<SmsMessage> Sent => Store.Sent;

    public IEnumerable<OwnedNumber> Numbers => numbers.All;

    private MessagesApi Messages { get; }

    public static async Task<TwilioServer> Start(TwilioServerOptions? options = null)
    {
        var twilio = new TwilioServer(options ?? new TwilioServerOptions());
        await twilio.Media.Start();
        twilio.server = await LocalServer.Start(twilio.Options.Listen, twilio.Map);
        return twilio;
    }

    /// <summary>Gives a number to an account and sets its inbound webhook; call again to change it.</summary>
    public OwnedNumber ConnectNumber(
        string number,
        string accountSid,
        string webhookUrl,
        string? messagingServiceSid = null,
        bool advancedOptOut = false
    ) => numbers.Connect(number, accountSid, webhookUrl, messagingServiceSid, advancedOptOut);

    /// <summary>A customer texts a number; returns when the webhook has answered (or failed to).</summary>
    public Task<InboundDelivery> Text(string from, string to, string body, InboundOptions? options = null) =>
        inbound.Text(from, to, body, options ?? InboundOptions.None);

    /// <summary>The next message to this customer that no earlier call returned; waits for it, <see cref="TimeoutException"/> otherwise.</summary>
    public Task<SmsMessage> NextTo(string customer, TimeSpan timeout) => Sent.Next(customer, timeout);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        await Media.DisposeAsync();
        webhooks.Dispose();
    }

    private void Map(WebApplication app)
    {
        Messages.Map(app);
        app.MapGet(
            "/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media}",
            context => Messages.WithAccount(context, "media", (c, _) => Media.Redirect(c))
        );
        new IncomingPhoneNumbersApi(numbers, Messages).Map(app);
        new TwilioControl(this).Map(app);
        app.MapFallback(context => TwilioErrors.Answer(context, 20404));
    }
}
