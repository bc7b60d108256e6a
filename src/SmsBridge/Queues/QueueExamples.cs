using SmsBridge.Hosting;

namespace SmsBridge.Queues;

/// <summary>Queues and streams as the OpenAPI document shows them; events are the examples of their own schema.</summary>
internal static class QueueExamples
{
    public const string Document =
        """{ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Handoff events of SmsBridge" }""";

    public const string AsyncApi = """{ "asyncapi": "3.0.0", "info": { "title": "Handoff events of SmsBridge", "version": "1" } }""";

    public static readonly EventJson Message = new(SharedSchemas.EventExample("message").ToJsonString());

    public static readonly string Stream = $"""
        retry: 2000

        id: 17
        event: {HandoffEventType.Message}
        data: {Message.Text}


        """;

    public static readonly ReceiveResponse Received = new([new Delivery(Story.Other, 1, Message)]);

    public static readonly SettleRequest Settle = new([Story.Other]);

    public static readonly QueueView Stopped = new(
        "contact-centre",
        "webhook",
        12,
        Story.At(39, 53),
        new QueueStopView(Story.At(45), "The receiver answered 410: it wants nothing more."),
        ["*"]
    );

    public static readonly QueueView Running = Stopped with { Stopped = null };
}
