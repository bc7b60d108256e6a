namespace SmsBridge.Sandbox.Twilio;

/// <summary>A phone number of an account, with its webhook settings as in the IncomingPhoneNumbers resource.</summary>
internal sealed class OwnedNumber(string number, string sid, TwilioAccount account)
{
    public string Number { get; } = number;

    /// <summary>PN + 32 hex.</summary>
    public string Sid { get; } = sid;

    public TwilioAccount Account { get; } = account;

    public string FriendlyName { get; set; } = number;

    /// <summary>Where inbound texts go; empty: nowhere. A fragment such as <c>#rc=2&amp;rp=5xx</c> changes the retries.</summary>
    public string SmsUrl { get; set; } = "";

    public string SmsMethod { get; set; } = "POST";

    public string SmsFallbackUrl { get; set; } = "";

    public string SmsFallbackMethod { get; set; } = "POST";

    /// <summary>A TwiML application (AP + 32 hex) beats the URLs; empty: none. The sandbox has none, so texts then go nowhere.</summary>
    public string SmsApplicationSid { get; set; } = "";

    /// <summary>The Messaging Service whose sender pool this number is in (MG + 32 hex), or null.</summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>Advanced Opt-Out of the service: keyword texts arrive with OptOutType.</summary>
    public bool AdvancedOptOut { get; set; }
}
