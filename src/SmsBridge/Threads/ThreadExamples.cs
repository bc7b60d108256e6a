using SmsBridge.Hosting;
using SmsBridge.Messages;
using SmsBridge.Numbers;
using SmsBridge.Threads.Consent;
using SmsBridge.Threads.Proactive;

namespace SmsBridge.Threads;

/// <summary>Threads, their texts and records of consent, as the OpenAPI document shows them.</summary>
internal static class ThreadExamples
{
    public const string ClientMessageId = "order-1042-ready";

    public static readonly MessageView FromCustomer = new(
        Story.Message,
        "in",
        Author.Customer,
        "This arrived broken",
        TextStatus.Answered,
        Story.At(39, 49),
        "SM17a9c8e5427a5d47e6cd0414d549b539",
        Error: null,
        Segments: null,
        Encoding: null,
        [new MediaView("image/jpeg", $"/api/v1/messages/{Story.Message}/media/0")]
    );

    public static readonly MessageView ToCustomer = new(
        Story.Other,
        "out",
        Author.Agent,
        "Sorry about that. Shall I send a new one?",
        OutboundStatus.Delivered,
        Story.At(39, 50),
        "SM5f2b7f0c1c0e4a9c8d6f7a1b2c3d4e5f",
        Error: null,
        Segments: 1,
        Encoding: "GSM-7",
        []
    );

    public static readonly ThreadView Short = new(
        Story.Thread,
        Story.Number,
        Story.Customer,
        ChannelName.Sms,
        ThreadState.Agent,
        new ConversationView(Story.Message, Story.ChatConversation, Story.Agent, Story.Variant, Story.At(39, 49)),
        Story.At(39, 50)
    );

    public static readonly ThreadView Whole = Short with { Messages = [FromCustomer, ToCustomer], Waiting = [] };

    public static readonly ThreadView Closed = Whole with { State = ThreadState.Idle, Conversation = null };

    public static readonly StartRequest Start = new(
        Story.Number,
        Story.Customer,
        "Your order 1042 is ready.",
        ClientMessageId,
        SendAt: "2026-11-23T09:00:00-05:00",
        TimeZone: "America/New_York"
    );

    public static readonly StartedTextView Started = Text(OutboundStatus.Queued);

    public static readonly StartedTextView Canceled = Text(OutboundStatus.Canceled);

    public static readonly ConsentView Consent = new(
        Story.Other,
        Story.At(41),
        Story.Number,
        Story.Number,
        Story.Customer,
        OptedOut: true,
        ConsentHow.Keyword,
        "STOP",
        "SM17a9c8e5427a5d47e6cd0414d549b539",
        Actor: null
    );

    public const string ConsentTable = """
        at,scope,number,customer,optedOut,how,word,providerSid,actor
        2026-11-21T07:41:00.0000000Z,+14155550199,+14155550199,+14155550101,true,keyword,STOP,SM17a9c8e5427a5d47e6cd0414d549b539,

        """;

    private static StartedTextView Text(string status)
    {
        var sendAt = Story.At(0).AddDays(2).AddHours(7);
        var message = ToCustomer with
        {
            Author = Author.Bridge,
            Text = Start.Text!,
            Status = status,
            ProviderSid = null,
            ClientMessageId = ClientMessageId,
            SendAt = sendAt,
        };
        return new StartedTextView(Story.Thread, ClientMessageId, [message], sendAt);
    }
}
