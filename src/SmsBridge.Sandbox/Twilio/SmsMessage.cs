using System.Globalization;
using System.Text;

namespace SmsBridge.Sandbox.Twilio;

internal enum MessageDirection : byte
{
    Inbound,
    OutboundApi,

    /// <summary>Twilio's own keyword reply, or a reply by TwiML.</summary>
    OutboundReply,
}

/// <summary>One text in the account's log. Texts and SIDs are kept as bytes, so that a million of them fit in memory.</summary>
internal sealed class SmsMessage
{
    /// <summary>A <see cref="WebhookStatus"/> for a URL that gave no HTTP answer.</summary>
    public const short NoAnswer = -1;

    private byte[] body = [];
    private byte[]? statusCallback;

    /// <summary>The SID's 32 hex digits.</summary>
    public required UInt128 Id { get; init; }

    public required TwilioAccount Account { get; init; }

    public required MessageDirection Direction { get; init; }

    /// <summary>The sender; empty while a Messaging Service has not chosen one.</summary>
    public required string From { get; set; }

    public required string To { get; init; }

    /// <summary>Wall-clock time of the create or of the text.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Monotonic, from <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long Timestamp { get; init; }

    public string? MessagingServiceSid { get; init; }

    /// <summary>Position in the log, from 0.</summary>
    public int Sequence { get; set; }

    public byte Media { get; init; }

    /// <summary>The create's W3C trace context; null when it had none.</summary>
    public string? Traceparent { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public MessageStatus Status { get; set; }

    public int? ErrorCode { get; set; }

    public bool Deleted { get; set; }

    /// <summary>What the webhook (inbound) or the last status callback (outbound) was answered with; 0: nothing yet; <see cref="NoAnswer"/>.</summary>
    public short WebhookStatus { get; set; }

    public string Sid => (Media > 0 ? "MM" : "SM") + Id.ToString("x32", CultureInfo.InvariantCulture);

    public string Body
    {
        get => Encoding.UTF8.GetString(body);
        set => body = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>The StatusCallback URL given on create.</summary>
    public string? StatusCallback
    {
        get => statusCallback is null ? null : Encoding.UTF8.GetString(statusCallback);
        init => statusCallback = value is null ? null : Encoding.UTF8.GetBytes(value);
    }

    /// <summary>The customer's address, whichever way the text went.</summary>
    public string Customer => Direction is MessageDirection.Inbound ? From : To;

    /// <summary>Reads the 32 hex digits of an SM or MM SID.</summary>
    public static bool TryParseSid(string sid, out UInt128 id)
    {
        id = default;
        return sid.Length == 34
            && (sid.StartsWith("SM", StringComparison.Ordinal) || sid.StartsWith("MM", StringComparison.Ordinal))
            && UInt128.TryParse(sid.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }
}
