using System.Text.Json.Serialization;

namespace SmsBridge.Sandbox.Wire;

/// <summary>How a faulty request ends, seen from the client.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultEnding>))]
internal enum FaultEnding
{
    /// <summary>The ordinary answer; with a delay this is slowness.</summary>
    Answer,

    /// <summary>An error answer with the fault's status, code and body kind.</summary>
    Error,

    /// <summary>The connection breaks without an answer.</summary>
    Drop,

    /// <summary>The connection stays open and silent until the client gives up.</summary>
    Hang,
}

/// <summary>What an error answer looks like.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultBody>))]
internal enum FaultBody
{
    /// <summary>The provider's current error envelope.</summary>
    Json,

    /// <summary>The older Chat API envelope; Twilio's only one.</summary>
    Legacy,

    /// <summary>A proxy's HTML page.</summary>
    Html,

    Empty,
}

/// <summary>
/// One misbehaviour of a sandbox server. <see cref="TakesEffect"/> says whether the request is carried out all the same (the message is
/// created, the agent takes the turn), which makes a dropped or hanging request ambiguous for the client, as in real life.
/// </summary>
internal sealed record Fault
{
    public FaultEnding Ending { get; init; } = FaultEnding.Error;

    public bool TakesEffect { get; init; }

    /// <summary>HTTP status of an <see cref="FaultEnding.Error"/>.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The provider's error code: a number for Twilio, UPPER_SNAKE for the Chat API; null: the usual one for the status.</summary>
    public string? Code { get; init; }

    public FaultBody Body { get; init; }

    /// <summary>The Retry-After header in whole seconds; null: none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Wait before anything happens.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>An error answer; nothing is carried out.</summary>
    public static Fault Http(int status, string? code = null, TimeSpan? retryAfter = null, FaultBody body = FaultBody.Json) =>
        new()
        {
            Status = status,
            Code = code,
            RetryAfter = retryAfter,
            Body = body,
        };

    /// <summary>Carried out and answered, but late.</summary>
    public static Fault Slow(TimeSpan delay) =>
        new()
        {
            Ending = FaultEnding.Answer,
            TakesEffect = true,
            Delay = delay,
        };

    /// <summary>Carried out, then the connection breaks before the answer.</summary>
    public static Fault AcceptThenDrop { get; } = new() { Ending = FaultEnding.Drop, TakesEffect = true };

    /// <summary>Carried out, then silence until the client gives up.</summary>
    public static Fault AcceptThenHang { get; } = new() { Ending = FaultEnding.Hang, TakesEffect = true };

    /// <summary>Carried out, then a proxy answers 502 with an HTML page.</summary>
    public static Fault AcceptThenBadGateway { get; } =
        new()
        {
            Status = 502,
            Body = FaultBody.Html,
            TakesEffect = true,
        };

    /// <summary>The connection breaks; nothing is carried out.</summary>
    public static Fault Refuse { get; } = new() { Ending = FaultEnding.Drop };

    /// <summary>Silence until the client gives up; nothing is carried out.</summary>
    public static Fault Hang { get; } = new() { Ending = FaultEnding.Hang };

    /// <summary>A proxy's HTML page with 502; nothing is carried out.</summary>
    public static Fault BadGateway { get; } = Http(502, body: FaultBody.Html);
}
