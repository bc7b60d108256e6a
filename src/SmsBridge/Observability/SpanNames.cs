namespace SmsBridge.Observability;

/// <summary>The names of the bridge's spans: an operation and what it is done to, never whose.</summary>
internal static class SpanNames
{
    public const string Turn = "process turn";
    public const string Relay = "relay text";
    public const string Ignore = "ignore text";
    public const string Create = "chat create";
    public const string Respond = "chat respond";
    public const string Close = "chat close";
    public const string Send = "send text";
    public const string Delivery = "receive delivery status";
    public const string Publish = "publish event";
}

/// <summary>Attributes of the bridge's spans: by OpenTelemetry's conventions for messaging where these have a name for it.</summary>
internal static class SpanTags
{
    public const string Error = "error.type";
    public const string System = "messaging.system";
    public const string Operation = "messaging.operation.type";
    public const string Destination = "messaging.destination.name";
    public const string Message = "messaging.message.id";
    public const string Conversation = "messaging.message.conversation_id";
    public const string Messages = "messaging.batch.message_count";
    public const string Agent = "smsbridge.agent";
    public const string NumberClass = "smsbridge.number.class";
    public const string Attempt = "smsbridge.attempt";
    public const string Outcome = "smsbridge.outcome";
    public const string Segments = "smsbridge.segments";
    public const string DeliveryState = "smsbridge.delivery.state";
    public const string EventType = "smsbridge.event.type";
    public const string Correlation = "smsbridge.chat.correlation_id";
}
