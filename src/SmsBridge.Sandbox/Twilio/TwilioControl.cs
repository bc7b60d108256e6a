using System.Text.Json;
using System.Text.Json.Serialization;
using SmsBridge.Sandbox.Wire;

namespace SmsBridge.Sandbox.Twilio;

/// <summary>A text to inject.</summary>
internal sealed record TextOrder(
    string From,
    string To,
    string Body,
    string? MessageSid = null,
    Dictionary<string, string?>? Fields = null,
    List<InboundMedia>? Media = null,
    string? OptOutType = null,
    bool WrongSignature = false,
    bool NoSignature = false,
    int Repeat = 1,
    bool Parallel = false,
    List<string>? Urls = null
)
{
    public InboundOptions Options =>
        new()
        {
            MessageSid = MessageSid,
            Fields = Fields ?? [],
            Media = Media ?? [],
            OptOutType = OptOutType,
            WrongSignature = WrongSignature,
            NoSignature = NoSignature,
            Repeat = Math.Clamp(Repeat, 1, 1000),
            Parallel = Parallel,
            Urls = Urls,
        };
}

internal sealed record NumberOrder(
    string Number,
    string AccountSid,
    string WebhookUrl,
    string? MessagingServiceSid = null,
    bool AdvancedOptOut = false
);

internal sealed record CallbackOrder(
    CallbackMode Mode = CallbackMode.AfterAnswer,
    double SentAfterSeconds = 0.02,
    double DeliveredAfterSeconds = 0.05,
    bool Sending = false,
    double ReorderRate = 0,
    double DuplicateRate = 0
);

/// <param name="Status">failed, undelivered, sent (stays there) or delivered.</param>
internal sealed record OutcomeOrder(MessageStatus Status, int? ErrorCode = null, string? To = null, int Next = 1);

/// <param name="Timestamp">Monotonic, in ticks of the server's clock.</param>
internal sealed record MessageView(
    string Sid,
    string Direction,
    string From,
    string To,
    string Body,
    string Status,
    int? ErrorCode,
    string? StatusCallback,
    int WebhookStatus,
    DateTimeOffset At,
    long Timestamp
);

internal sealed record TwilioCounts(int Sent, int Received, int Replies, int Faulted, long CallbacksPosted, long CallbacksRefused);

/// <summary><c>/sandbox/…</c> on the Twilio server: for tests in other processes and for people.</summary>
internal sealed class TwilioControl(TwilioServer twilio)
{
    public void Map(WebApplication app)
    {
        FaultControl.Map(app, twilio.Faults);
        app.MapGet("/sandbox/counts", context => context.Response.WriteAsJsonAsync(Counts(), TwilioControlJson.Default.TwilioCounts));
        app.MapGet("/sandbox/messages", Messages);
        app.MapPost(
            "/sandbox/texts",
            context => ControlJson.Read(context, TwilioControlJson.Default.TextOrder, order => Text(context, order))
        );
        app.MapPut(
            "/sandbox/numbers",
            context => ControlJson.Read(context, TwilioControlJson.Default.NumberOrder, order => Connect(context, order))
        );
        app.MapPut(
            "/sandbox/callbacks",
            context => ControlJson.Read(context, TwilioControlJson.Default.CallbackOrder, order => Plan(context, order))
        );
        app.MapPost(
            "/sandbox/outcomes",
            context => ControlJson.Read(context, TwilioControlJson.Default.OutcomeOrder, order => Outcome(context, order))
        );
    }

    private TwilioCounts Counts() =>
        new(
            twilio.Sent.Count,
            twilio.Store.Received.Count,
            twilio.Store.Replies.Count,
            twilio.Faults.Applied.Count,
            twilio.Callbacks.Posted,
            twilio.Callbacks.Refused
        );

    /// <summary>What was created through the REST API; <c>?to=</c> for one customer, else <c>?from=index&amp;limit=</c>.</summary>
    private Task Messages(HttpContext context)
    {
        var to = context.Request.Query["to"].ToString();
        var found =
            to.Length > 0
                ? twilio.Sent.Of(to)
                : twilio.Sent.All(ControlJson.Number(context, "from", 0), ControlJson.Number(context, "limit", 1000));
        return context.Response.WriteAsJsonAsync([.. found.Select(View)], TwilioControlJson.Default.IReadOnlyListMessageView);
    }

    private async Task Text(HttpContext context, TextOrder order)
    {
        var delivery = await twilio.Text(order.From, order.To, order.Body, order.Options);
        await context.Response.WriteAsJsonAsync(delivery, TwilioControlJson.Default.InboundDelivery);
    }

    private Task Connect(HttpContext context, NumberOrder order)
    {
        twilio.ConnectNumber(order.Number, order.AccountSid, order.WebhookUrl, order.MessagingServiceSid, order.AdvancedOptOut);
        return ControlJson.Done(context);
    }

    private Task Plan(HttpContext context, CallbackOrder order)
    {
        twilio.Callbacks.Plan = new CallbackPlan
        {
            Mode = order.Mode,
            SentAfter = TimeSpan.FromSeconds(order.SentAfterSeconds),
            DeliveredAfter = TimeSpan.FromSeconds(order.DeliveredAfterSeconds),
            Sending = order.Sending,
            ReorderRate = order.ReorderRate,
            DuplicateRate = order.DuplicateRate,
        };
        return ControlJson.Done(context);
    }

    private Task Outcome(HttpContext context, OutcomeOrder order)
    {
        twilio.Callbacks.Outcomes.Next(order.Next, order.Status, order.ErrorCode, order.To);
        return ControlJson.Done(context);
    }

    internal static MessageView View(SmsMessage m) =>
        new(
            m.Sid,
            m.Direction is MessageDirection.Inbound ? "in" : "out",
            m.From,
            m.To,
            m.Body,
            m.Status.Word(),
            m.ErrorCode,
            m.StatusCallback,
            m.WebhookStatus,
            m.At,
            m.Timestamp
        );
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TextOrder))]
[JsonSerializable(typeof(NumberOrder))]
[JsonSerializable(typeof(CallbackOrder))]
[JsonSerializable(typeof(OutcomeOrder))]
[JsonSerializable(typeof(TwilioCounts))]
[JsonSerializable(typeof(InboundDelivery))]
[JsonSerializable(typeof(IReadOnlyList<MessageView>))]
internal sealed partial class TwilioControlJson : JsonSerializerContext;
