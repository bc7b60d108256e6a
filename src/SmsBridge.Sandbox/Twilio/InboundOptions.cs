namespace SmsBridge.Sandbox.Twilio;

/// <summary>One attachment of an inbound text.</summary>
/// <param name="Url">As the webhook names it; where there is <see cref="Data"/>, Twilio's own address of the file instead.</param>
internal sealed record InboundMedia(string Url, string ContentType)
{
    /// <summary>The file, which this server then keeps and serves.</summary>
    public byte[]? Data { get; init; }
}

/// <summary>What is special about an inbound text.</summary>
internal sealed record InboundOptions
{
    public static InboundOptions None { get; } = new();

    /// <summary>SM or MM + 32 hex; null: a fresh one.</summary>
    public string? MessageSid { get; init; }

    /// <summary>Fields to add or change; a null value removes the field.</summary>
    public IReadOnlyDictionary<string, string?> Fields { get; init; } = new Dictionary<string, string?>();

    public IReadOnlyList<InboundMedia> Media { get; init; } = [];

    /// <summary>STOP, START or HELP, as Advanced Opt-Out sends it.</summary>
    public string? OptOutType { get; init; }

    /// <summary>Signs with a token that is not the account's.</summary>
    public bool WrongSignature { get; init; }

    /// <summary>Sends no signature at all.</summary>
    public bool NoSignature { get; init; }

    /// <summary>How many times the same text is delivered to each URL.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>All deliveries at once instead of one after the other.</summary>
    public bool Parallel { get; init; }

    /// <summary>Where to deliver; null: the number's webhook. Each URL is signed for itself.</summary>
    public IReadOnlyList<string>? Urls { get; init; }
}

/// <summary>How an inbound text was taken. The plain members are those of the first delivery; <see cref="All"/> has every one.</summary>
internal sealed record InboundDelivery(string MessageSid, IReadOnlyList<WebhookAnswer> All)
{
    /// <summary>HTTP status; 0: no answer, see <see cref="Error"/>.</summary>
    public int Status => All[0].Status;

    public string Body => All[0].Body;

    public string? ContentType => All[0].ContentType;

    public TimeSpan Elapsed => All[0].Elapsed;

    public string? Error => All[0].Error;
}
