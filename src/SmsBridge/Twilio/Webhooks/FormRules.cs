using System.Text.RegularExpressions;

namespace SmsBridge.Twilio.Webhooks;

/// <summary>
/// The forms that Twilio's fields have. The signature covers names and values written behind each other without a sign between them, so whoever has one
/// signed form can move the border between a value and the name behind it, and so make another message of it. A value that has its form leaves no room
/// for that.
/// </summary>
internal static partial class FormRules
{
    /// <summary>Each expression is anchored and leaves one way only, so that compiled code is as safe as the linear engine, and a tenth of its cost for each webhook.</summary>
    private const int MatchMilliseconds = 1000;

    private static readonly (string Name, Regex Form)[] Forms =
    [
        ("MessageSid", Sid()),
        ("SmsMessageSid", Sid()),
        ("SmsSid", Sid()),
        ("From", Address()),
        ("To", Address()),
        ("ApiVersion", Version()),
        ("SmsStatus", Word()),
        ("MessageStatus", Word()),
        ("ErrorCode", Count()),
        ("NumMedia", Count()),
        ("NumSegments", Count()),
        ("ReferralNumMedia", Count()),
    ];

    /// <summary>Read without a form of their own.</summary>
    private static readonly string[] Words =
    [
        "AccountSid",
        "Body",
        "OptOutType",
        "ExternalUserId",
        "MessageType",
        "ButtonPayload",
        "ListId",
    ];

    /// <returns>What is missing, in words; null: nothing.</returns>
    public static string? Missing(TwilioForm form, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (string.IsNullOrWhiteSpace(form[name]))
            {
                return $"The field {name} is missing.";
            }
        }

        return null;
    }

    /// <returns>What is not as Twilio sends it, without its value; null: nothing.</returns>
    public static string? Mistake(TwilioForm form)
    {
        // Fields that Twilio adds one day may be lists.
        if (form.Repeated.FirstOrDefault(name => Array.Exists(Forms, f => f.Name == name) || Words.Contains(name)) is { } twice)
        {
            return $"The field {twice} is there twice.";
        }

        foreach (var (name, shape) in Forms)
        {
            if (form[name] is { Length: > 0 } value && !shape.IsMatch(value))
            {
                return $"The field {name} has not the form that Twilio gives it.";
            }
        }

        return null;
    }

    [GeneratedRegex(@"^(SM|MM)[0-9a-fA-F]{32}\z", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Sid();

    /// <summary>A phone number, a short code, a name of letters and digits, or an address of a channel.</summary>
    [GeneratedRegex(
        @"^([+]?[0-9]{3,20}|[A-Za-z0-9 &+_-]{1,16}|[a-z]{2,20}:[!-~]{1,200})\z",
        RegexOptions.ExplicitCapture,
        MatchMilliseconds
    )]
    private static partial Regex Address();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex Version();

    [GeneratedRegex(@"^[A-Za-z_-]{1,40}\z", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[0-9]{1,9}\z", RegexOptions.None, MatchMilliseconds)]
    private static partial Regex Count();
}
